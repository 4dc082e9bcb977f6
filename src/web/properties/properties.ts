// The page of the portal's own properties: which fields of an event go into which of them.
import { Router } from "express";
import { page } from "../answers.ts";
import type { Web } from "../context.ts";
import { showList } from "./list.ts";
import { previewRow, removeRow, saveRow, showRow } from "./row-page.ts";
import { saveMap } from "./whole-map.ts";

export function properties(web: Web): Router {
  return Router()
    .get("/properties", page(showList(web)))
    .post("/properties", page(saveMap(web)))
    .get("/properties/row", page(showRow(web)))
    .post("/properties/row", page(saveRow(web)))
    .post("/properties/row/preview", page(previewRow(web)))
    .post("/properties/row/remove", page(removeRow(web)));
}
