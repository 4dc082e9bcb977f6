// Counts requests by portal and path, so that a test can say how many calls a piece of work cost.

interface PortalCount {
  total: number;
  byStatus: Record<string, number>;
  paths: Record<string, number>;
}

// Requests without a valid token, such as those to the token endpoint, belong to no portal.
export const NO_PORTAL = "none";

const withoutIds = (path: string) =>
  path
    .split("/")
    .map((part) => (/^\d+$/.test(part) ? ":id" : part))
    .join("/");

export class Counters {
  #portals: Record<string, PortalCount> = {};

  count(portalId: string, method: string, path: string, status: number): void {
    const portal = this.#portals[portalId] ?? { total: 0, byStatus: {}, paths: {} };
    const key = `${method} ${withoutIds(path)}`;
    portal.total += 1;
    portal.byStatus[status] = (portal.byStatus[status] ?? 0) + 1;
    portal.paths[key] = (portal.paths[key] ?? 0) + 1;
    this.#portals[portalId] = portal;
  }

  read(): { total: number; portals: Record<string, PortalCount> } {
    const total = Object.values(this.#portals).reduce((sum, portal) => sum + portal.total, 0);
    return { total, portals: this.#portals };
  }

  reset(): void {
    this.#portals = {};
  }
}
