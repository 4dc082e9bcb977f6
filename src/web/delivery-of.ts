// An HTTP request as a delivery: what is stored, and what a provider reads.
import type { Request } from "express";
import type { Delivery } from "../providers/provider.ts";

export function deliveryOf(request: Pick<Request, "headers" | "method" | "originalUrl" | "body">): Delivery {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  const question = request.originalUrl.indexOf("?");
  return {
    method: request.method,
    query: question < 0 ? "" : request.originalUrl.slice(question + 1),
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}
