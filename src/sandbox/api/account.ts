// The account itself: its details, and the app's own removal from it.
import type { Call } from "./call.ts";
import { noContent, ok, type Reply } from "./reply.ts";

function offsetMinutes(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

export function accountDetails(call: Call): Reply {
  call.need("oauth");
  const { id, settings, now } = call.portal;
  const offset = offsetMinutes(settings.timeZone, now());
  const clock = `${String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0")}:${String(Math.abs(offset) % 60).padStart(2, "0")}`;
  return ok({
    portalId: Number(id),
    accountType: settings.accountType,
    timeZone: settings.timeZone,
    companyCurrency: settings.currency,
    additionalCurrencies: [],
    utcOffset: `${offset < 0 ? "-" : "+"}${clock}`,
    utcOffsetMilliseconds: offset * 60_000,
    // Record links are built on this host; here the CRM pages are the sandbox's own.
    uiDomain: call.host,
    dataHostingLocation: "na1",
  });
}

/** Uninstalling ends every token of the portal, refresh tokens included. */
export function uninstall(call: Call): Reply {
  call.need("oauth");
  call.world.grants.uninstall(call.portal.id);
  return noContent;
}
