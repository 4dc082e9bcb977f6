// The headers of every page a person looks at.
import type { RequestHandler } from "express";

// Notes come from outside, so the page may load nothing but its own style; recordings play from wherever they lie.
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; media-src https: http:; base-uri 'none'; frame-ancestors 'none'";

export const pageHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  });
  next();
};
