// The address of web forms: a browser's own post, from the pages that the portal allows, and an answer that suits it.
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from "express";
import rateLimit, { ipKeyGenerator } from "express-rate-limit";
import { v7 as uuid } from "uuid";
import { withoutFiles } from "../providers/multipart.ts";
import type { Delivery } from "../providers/provider.ts";
import { readDelivery } from "../providers/read-delivery.ts";
import { webAddressOf } from "../providers/values.ts";
import { steering, webForm } from "../providers/web-form.ts";
import { formFields } from "../providers/web-form-fields.ts";
import type { Addressee } from "../store/addresses.ts";
import { toRows } from "./accept.ts";
import { bodyLimit, bodyUpTo, opened, TooLarge } from "./body.ts";
import type { Web } from "./context.ts";
import { deliveryOf } from "./delivery-of.ts";
import { refuse, thank } from "./form-answer.ts";
import { type Doubt, doubtIn, setAside } from "./form-guard.ts";
import { isPlainPost, redirectIn, standingOf } from "./form-origin.ts";

/** What a visitor and all colleagues behind the same address send by hand; a robot sends more. */
const perMinute = 10;
/** With its files, of which only the names are kept. */
const bytesWithFiles = 10 * 1024 * 1024;

const hiddenPage: Doubt = {
  status: "parked",
  because:
    "The page that sent it hides its address, so it may not be one of yours. Replay it if it is, and give that page a referrer policy other than no-referrer.",
};

declare global {
  namespace Express {
    interface Locals {
      form?: { addressee: Addressee; isPlain: boolean; doubt: Doubt | null };
    }
  }
}

type FormWeb = Pick<Web, "config" | "stores" | "queue" | "log" | "metrics" | "now">;

/** Must come before the webhook address, which is for senders that are no browsers. */
export function webForms(web: FormWeb): Router {
  const admit: RequestHandler<{ token: string }> = async (request, response, next) => {
    response.set({ "cache-control": "no-store", vary: "Origin" });
    const addressee = await web.stores.addresses.findForms(request.params.token, web.now());
    if (!addressee) {
      web.metrics.refused("address");
      return refuse(response, 404, "There is no such address of forms. Copy it from the settings page of Hookswitch.");
    }
    const { origin } = request.headers;
    const allowed = addressee.settings.formOrigins;
    const isPlain = isPlainPost(request.headers);
    const standing = standingOf(origin, allowed, isPlain);
    if (standing === "refused") {
      web.metrics.refused("origin");
      const page = String(origin).slice(0, 200);
      return refuse(response, 403, `Forms of ${page} are not accepted: it is not in the list on the settings page.`);
    }
    if (origin !== undefined && allowed.includes(origin)) response.set("access-control-allow-origin", origin);
    response.locals.form = { addressee, isPlain, doubt: standing === "unsure" ? hiddenPage : null };
    next();
  };

  const receive = async (request: Request, response: Response): Promise<void> => {
    const { addressee, isPlain, doubt } = admitted(response);
    const { portalId, settings, maps } = addressee;
    const receivedAt = web.now();
    const { delivery, unreadable } = await opened(lightened(deliveryOf(request)));
    const url = web.config.baseUrl + request.originalUrl;
    const map = maps[webForm.name] ?? null;
    const connection = { timeZone: settings.timeZone, secret: null, receivedAt, url, map };
    const reading = unreadable ?? readDelivery(webForm, delivery, connection);
    const read = toRows(portalId, webForm, delivery, "address", reading, receivedAt, uuid);
    const payload = formFields(delivery);
    const fields = "fields" in payload ? payload.fields : new Map<string, string>();
    const reserve = doubtIn(fields) ?? doubt;
    const rows = reserve ? setAside(read, reserve) : read;
    const isNew = await web.stores.deliveries.accept(rows);
    web.metrics.accepted(webForm.name);
    if (isNew && rows.events.some(({ status }) => status === "waiting")) web.queue.wake(portalId);
    web.log.debug({ portalId, provider: webForm.name, isNew, because: reserve?.because }, "form");
    if (!isPlain) response.json({ ok: true });
    else {
      const page = redirectIn(fields.get(steering.redirect), settings.formOrigins);
      thank(response, page, webAddressOf(request.headers.referer));
    }
  };

  const limiter = rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    keyGenerator: ({ ip = "" }, response) => `${admitted(response).addressee.portalId} ${ipKeyGenerator(ip)}`,
    handler: (_request, response) => {
      web.metrics.refused("too many");
      response.set("retry-after", "60");
      refuse(
        response,
        429,
        "Too many forms were sent from here within a minute. Please wait a minute and send it again.",
      );
    },
    standardHeaders: false,
    legacyHeaders: false,
  });

  const tooLarge: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (!(error instanceof Error && "status" in error && error.status === 413)) return next(error);
    web.metrics.refused("too large");
    refuse(response, 413, "The form is too large: it may hold 1 MB of text, and 10 MB with its files.");
  };

  const router = Router();
  router
    .route("/hooks/:token/web-form")
    .options(admit, preflight)
    .post(admit, limiter, bodyUpTo(bytesWithFiles), receive)
    .all((_request, response) => {
      response.set("allow", "POST, OPTIONS");
      refuse(response, 405, "This is where a web form is sent to: write method=post in your form.");
    });
  return router.use(tooLarge);
}

function admitted({ locals }: Response): NonNullable<Express.Locals["form"]> {
  if (!locals.form) throw new Error("This handler is not behind admit.");
  return locals.form;
}

const preflight: RequestHandler = (_request, response) => {
  response
    .set({
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type",
      "access-control-max-age": "600",
    })
    .status(204)
    .end();
};

/** @throws TooLarge when it holds more than a delivery may even without its files */
function lightened(delivery: Delivery): Delivery {
  const body = withoutFiles(delivery.body, delivery.headers["content-type"] ?? "");
  if (body.length > bodyLimit) throw new TooLarge("The form holds more text than a delivery may.");
  return { ...delivery, body };
}
