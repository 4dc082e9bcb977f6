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

export async function takeTurn(portalId: PortalId, portals: PortalStore): Promise<Turn> {
  const mine = await portals.beginRun(portalId);
  return {
    async check() {
      if ((await portals.currentRun(portalId)) !== mine) throw new Superseded("Another worker runs this lane now");
    },
  };
}
