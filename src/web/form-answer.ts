// What a visitor's browser or a page's script is told after a web form.
import type { Response } from "express";

/** The page has no session and nothing to press: only its own style is loaded. */
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** @param page where the visitor goes; null: a page of ours, with the way back */
export function thank(response: Response, page: string | null, back: string | null): void {
  if (page !== null) {
    response.redirect(303, page);
    return;
  }
  response.set({
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.render("form-thanks", { back });
}

export function refuse(response: Response, status: number, because: string): void {
  response.status(status).set("x-content-type-options", "nosniff").type("text").send(because);
}
