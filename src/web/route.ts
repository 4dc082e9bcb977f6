// Answers a phone system that asks, while it rings, who takes the call. From our own memory: HubSpot is never asked.
import { type Request, type Response, Router } from "express";
import type { Settings } from "../model/settings.ts";
import { callerOf } from "../providers/caller.ts";
import { providerNamed } from "../providers/index.ts";
import { readJson } from "../providers/payload.ts";
import type { Delivery } from "../providers/provider.ts";
import { isObject } from "../providers/values.ts";
import { readPhone } from "../rules/phone.ts";
import { type Address, addresses, addressOf, type Routing, routeFor, type Taker } from "../rules/route.ts";
import type { Addressee } from "../store/addresses.ts";
import { asItCame, opened } from "./body.ts";
import type { Web } from "./context.ts";
import { deliveryOf } from "./delivery-of.ts";

interface Answer {
  type: string;
  body: string;
}

/** Must come before the webhook address, to which "route" would be the name of a provider. */
export function callRouting(web: Pick<Web, "stores" | "metrics" | "log" | "now">, named = providerNamed): Router {
  const decide = async ({ portalId, settings }: Addressee, raw: string, wanted: Address[]): Promise<Routing> => {
    const caller = readPhone(raw, settings.defaultCountry);
    const [portal, employees, known] = await Promise.all([
      web.stores.portals.find(portalId),
      web.stores.employees.list(portalId),
      caller.kind === "number" ? web.stores.numbers.responsible(portalId, caller.e164) : null,
    ]);
    return routeFor(caller, known, wanted, { settings, employees, owners: portal?.directory?.owners ?? [] });
  };

  const answer = async (request: Request<{ token: string }>, response: Response): Promise<void> => {
    const addressee = await web.stores.addresses.find(request.params.token, web.now());
    if (!addressee) {
      web.metrics.refused("address");
      response.status(404).type("text").send("There is no such address. Copy it from the settings page of Hookswitch.");
      return;
    }
    const { settings } = addressee;
    const { delivery, unreadable } = await opened(deliveryOf(request));
    const tell = named(settings.provider)?.route;
    const wanted = tell ? [...addresses] : wantedBy(settings);
    const raw = unreadable ? null : callerOf(delivery);
    // Who names no caller at all, such as a browser, is told nobody; an empty or hidden number is a caller all the same.
    const { by, taker } =
      raw === null ? ({ by: "nobody", taker: null } as const) : await decide(addressee, raw, wanted);
    web.metrics.routed(by);
    web.log.debug({ portalId: addressee.portalId, by }, "call routed");
    const { type, body } = tell ? tell(taker) : answerIn(settings, taker, wanted, delivery);
    response.set({ "content-type": type, "cache-control": "no-store" }).status(200).end(body);
  };

  const router = Router();
  router.route("/hooks/:token/route").get(asItCame, answer).post(asItCame, answer).put(asItCame, answer);
  return router;
}

/** A JSON field that is named after one of the addresses holds that one. */
function wantedBy({ routeAnswer, routeField }: Settings): Address[] {
  const asked = routeAnswer === "json" ? routeField : routeAnswer;
  const only = addresses.find((address) => address === asked);
  return only ? [only] : [...addresses];
}

/** Empty, or null in JSON, when it is nobody: the phone system then follows its own scheme. */
function answerIn(settings: Settings, taker: Taker | null, wanted: Address[], delivery: Delivery): Answer {
  const address = addressOf(taker, wanted);
  if (settings.routeAnswer !== "json") return { type: "text/plain; charset=utf-8", body: address ?? "" };
  const told = { phone: null, sip: null, extension: null, name: null, ...taker, [settings.routeField]: address };
  const call = remoteCall(delivery);
  const json = call ? { jsonrpc: "2.0", id: call.id, result: told, ...told } : told;
  return { type: "application/json", body: JSON.stringify(json) };
}

/** Some phone systems ask in JSON-RPC; whether they then look into `result` is theirs to choose, so it is said twice. */
function remoteCall(delivery: Delivery): { id: unknown } | null {
  const read = readJson(delivery);
  const json = "json" in read ? read.json : null;
  return isObject(json) && "jsonrpc" in json ? { id: json.id ?? null } : null;
}
