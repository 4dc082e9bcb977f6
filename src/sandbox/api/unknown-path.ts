// Any path that is none of HubSpot's.
import type { Request } from "express";
import { notFound } from "../errors.ts";

export function unknownPath(request: Request): never {
  throw notFound(`Unable to find a resource for ${request.method} ${request.path}`);
}
