// The page of the portal's own properties: which fields of an event go into which of them, and which custom objects it makes.
import { Router } from "express";
import { page } from "../answers.ts";
import type { Web } from "../context.ts";
import { showList } from "./list.ts";
import { previewObject, removeObject, saveObject, showObject } from "./object-page.ts";
import { previewRow, removeRow, saveRow, showRow } from "./row-page.ts";
import { saveMap } from "./whole-map.ts";

export function properties(web: Web): Router {
  return Router()
    .get("/properties", page(showList(web)))
    .post("/properties", page(saveMap(web)))
    .get("/properties/row", page(showRow(web)))
    .post("/properties/row", page(saveRow(web)))
    .post("/properties/row/preview", page(previewRow(web)))
    .post("/properties/row/remove", page(removeRow(web)))
    .get("/properties/object", page(showObject(web)))
    .post("/properties/object", page(saveObject(web)))
    .post("/properties/object/preview", page(previewObject(web)))
    .post("/properties/object/remove", page(removeObject(web)));
}
