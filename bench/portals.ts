// Many portals at once: the first is installed as a person would, the others are copies of it on both sides.
import { type PortalId, portalId } from "../src/model/ids.ts";
import { atATime } from "./figures.ts";
import { hookOf, type Stand } from "./stand.ts";

export interface ManyPortals {
  ids: string[];
  hooks: string[];
}

const firstId = 5001;

/** Copies have the first portal's settings, directory and properties; each has tokens and an address of its own. */
export async function openPortals(stand: Stand, count: number): Promise<ManyPortals> {
  const original = await stand.install(String(firstId));
  const ids = Array.from({ length: count }, (_, index) => String(firstId + index));
  await copyInSandbox(stand, ids);

  const { stores } = stand;
  const portal = await stores.portals.find(portalId.parse(original.portalId));
  if (!portal?.directory || !portal.prepared) throw new Error("The first portal was not set up.");
  const { directory, prepared, settings, uiDomain } = portal;
  const tokens = await stores.tokens.load(portal.id);
  const hooks = [original.hook, ...ids.slice(1)];
  await atATime(8, count - 1, async (index) => {
    const id = portalId.parse(ids[index + 1]) satisfies PortalId;
    const made = await stand.control<{ accessToken: string; refreshToken: string }>("token", {
      portalId: id,
      expiresIn: 7_200,
    });
    await stores.portals.connect(id, uiDomain);
    await stores.portals.changeSettings(id, settings);
    await stores.portals.saveDirectory(id, directory, new Date());
    await stores.portals.savePrepared(id, prepared);
    await stores.tokens.save(id, {
      access: made.accessToken,
      refresh: made.refreshToken,
      expiresAt: new Date(Date.now() + 7_200_000),
      scopes: tokens?.scopes ?? [],
    });
    hooks[index + 1] = hookOf(`${stand.url}/hooks/${await stores.addresses.current(id)}`);
  });
  return { ids, hooks };
}

interface SandboxState {
  portals: { portalId: string; records: SandboxRecord[] }[];
}

export interface SandboxRecord {
  type: string;
  createdAt: number;
  properties: Record<string, string>;
}

async function readState(stand: Stand): Promise<SandboxState> {
  return (await (await fetch(`${stand.sandbox.url}/_sandbox/state`)).json()) as SandboxState;
}

async function copyInSandbox(stand: Stand, ids: readonly string[]): Promise<void> {
  const state = await readState(stand);
  const original = state.portals.find((portal) => portal.portalId === ids[0]);
  const copies = ids.slice(1).map((id) => ({ ...original, portalId: id }));
  const response = await fetch(`${stand.sandbox.url}/_sandbox/state`, {
    method: "PUT",
    body: JSON.stringify({ ...state, portals: [...state.portals, ...copies] }),
  });
  if (!response.ok) throw new Error(`The sandbox did not take the portals: ${await response.text()}`);
}

/** When each call became readable in HubSpot, by the id that it was sent with. */
export async function callsInHubSpot(stand: Stand): Promise<Map<string, number>> {
  const { portals } = await readState(stand);
  const calls = portals.flatMap(({ records }) => records.filter(({ type }) => type === "calls"));
  return new Map(calls.map(({ properties, createdAt }) => [properties.hs_call_external_id ?? "", createdAt]));
}
