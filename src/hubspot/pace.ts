// Keeps a portal's requests under HubSpot's limits: 110 in 10 s, search 5 in 1 s, per installing account.

export interface Pace {
  /** Resolves when the next request of this kind may go. */
  turn(kind: "search" | "other"): Promise<void>;
  /** What HubSpot's headers said after a request. */
  heard(headers: Headers): void;
}

/** Room is left for the pages, which share the portal's limit. */
const limits = { other: { requests: 100, ms: 10_000 }, search: { requests: 5, ms: 1_050 } };

export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

export function createPace(clock: Clock): Pace {
  const sent: Record<"search" | "other", number[]> = { search: [], other: [] };
  let blockedUntil = 0;

  /** Milliseconds until the window has room again. */
  const wait = (kind: "search" | "other"): number => {
    const { requests, ms } = limits[kind];
    const now = clock.now();
    const window = sent[kind].filter((at) => at > now - ms);
    sent[kind] = window;
    const oldest = window[window.length - requests];
    return Math.max(oldest === undefined ? 0 : oldest + ms - now, kind === "other" ? blockedUntil - now : 0);
  };

  return {
    async turn(kind) {
      for (let ms = wait(kind); ms > 0; ms = wait(kind)) await clock.sleep(ms);
      sent[kind].push(clock.now());
    },
    heard(headers) {
      const remaining = Number(headers.get("x-hubspot-ratelimit-remaining") ?? Number.NaN);
      const interval = Number(headers.get("x-hubspot-ratelimit-interval-milliseconds") ?? Number.NaN);
      // Somebody else spends this portal's limit as well: wait for the window to pass rather than run into 429.
      if (remaining <= 1 && interval > 0) blockedUntil = clock.now() + Math.min(interval, 10_000);
    },
  };
}
