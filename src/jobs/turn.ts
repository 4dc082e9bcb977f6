// A lane's turn: only the newest run of a portal may write. A worker that froze, and whose lane another one has taken over
// meanwhile, finds its turn gone before its next step.
import type { PortalId } from "../model/ids.ts";
import type { PortalStore } from "../store/portals.ts";

export class Superseded extends Error {
  override readonly name = "Superseded";
}

export interface Turn {
  /** @throws Superseded when a newer run has begun */
  check(): Promise<void>;
}

/** So long a check counts: what it permits is on its way to HubSpot for longer than that. */
const validMs = 25;

/**
 * @param giveWay asked before every step
 * @returns null when the portal is gone
 */
export async function takeTurn(
  portalId: PortalId,
  portals: Pick<PortalStore, "beginRun" | "currentRun">,
  giveWay: () => Promise<void>,
  now: () => Date,
): Promise<Turn | null> {
  const mine = await portals.beginRun(portalId);
  if (mine === null) return null;
  let checkedAt = now().getTime();
  return {
    async check() {
      await giveWay();
      const asked = now().getTime();
      // A clock that was put back says nothing of how long ago it was.
      if (asked >= checkedAt && asked - checkedAt < validMs) return;
      if ((await portals.currentRun(portalId)) !== mine) throw new Superseded("Another worker runs this lane now");
      checkedAt = asked;
    },
  };
}
