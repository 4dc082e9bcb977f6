// How pages answer: HTML for people, JSON for programs, a redirect with a notice after a form.
import type { Request, RequestHandler, Response } from "express";
import type { z } from "zod";
import type { Portal } from "../store/portals.ts";

export interface Notice {
  kind: "good" | "bad";
  text: string;
}

declare module "express-session" {
  interface SessionData {
    notice?: Notice;
  }
}

declare global {
  namespace Express {
    interface User {
      portalId: string;
      email: string;
    }
    interface Locals {
      portal?: Portal;
    }
  }
}

export function wantsJson(request: Request): boolean {
  return request.accepts(["html", "json"]) === "json" || request.is("application/json") === "application/json";
}

/** The signed-in portal; only routes behind `signedIn` may ask. */
export function portalOf(response: Response): Portal {
  const { portal } = response.locals;
  if (!portal) throw new Error("This route is not behind signedIn.");
  return portal;
}

/** The id in the address; "", which is nobody's, for what cannot be one of ours. */
export function idOf(request: Request): string {
  const { id } = request.params;
  return typeof id === "string" && /^[\da-f-]{36}$/.test(id) ? id : "";
}

/** After a post: the data for programs; for people a notice on the page they come back to. */
export function saved(request: Request, response: Response, location: string, text: string, data: unknown): void {
  if (wantsJson(request)) {
    response.json(data);
    return;
  }
  back(request, response, location, { kind: "good", text });
}

export function back(request: Request, response: Response, location: string, notice: Notice): void {
  request.session.notice = notice;
  request.session.save(() => response.redirect(303, location));
}

export interface Message {
  status: number;
  heading: string;
  text: string;
  action?: { href: string; label: string };
}

/** One sentence on what happened, one on what to do. */
export function tell(request: Request, response: Response, { status, heading, text, action }: Message): void {
  response.status(status);
  if (wantsJson(request)) response.json({ error: heading, because: text });
  else response.render("message", { title: heading, page: "", status, heading, text, action: action ?? null });
}

/** "field → what is wrong with it", as the forms show it. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [[...issue.path, key].join("."), "is not known"])
      : [[issue.path.join("."), issue.message]],
  );
  return Object.fromEntries(errors);
}

/** What HubSpot or an error says may or may not end with a full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Express 5 forwards what an async handler throws; this only keeps the type narrow. */
export function page(handler: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response) => handler(request, response);
}
