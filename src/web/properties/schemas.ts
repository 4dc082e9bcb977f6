// The portal's properties that a row may fill, as HubSpot lists them now; null when HubSpot does not answer.
import type { CustomObject, WritableProperty } from "../../hubspot/gateway.ts";
import { isReserved, type MappedObject } from "../../model/property-map.ts";
import type { Portal } from "../../store/portals.ts";
import type { Web } from "../context.ts";

export async function fillableProperties(
  web: Web,
  portal: Portal,
  object: MappedObject | CustomObject,
): Promise<WritableProperty[] | null> {
  const listed = await asked(web, portal, (gateway) => gateway.properties(object));
  const open = listed?.filter(({ property, unique }) =>
    typeof object === "string" ? !unique && !isReserved(object, property) : true,
  );
  return open?.toSorted((a, b) => a.label.localeCompare(b.label)) ?? null;
}

/** "none": the portal's subscription has none, or nobody has granted us to see them. */
export async function listedObjects(web: Web, portal: Portal): Promise<CustomObject[] | "none" | null> {
  const listed = await asked(web, portal, async (gateway) => (await gateway.customObjects()) ?? "none");
  return Array.isArray(listed) ? listed.toSorted((a, b) => a.singular.localeCompare(b.singular)) : listed;
}

async function asked<Answer>(
  web: Web,
  portal: Portal,
  ask: (gateway: ReturnType<Web["gatewayFor"]>) => Promise<Answer>,
): Promise<Answer | null> {
  if (portal.state !== "connected") return null;
  try {
    return await ask(web.gatewayFor(portal.id));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    web.log.warn({ portalId: portal.id, error: reason }, "properties not read");
    return null;
  }
}
