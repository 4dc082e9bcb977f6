// HubSpot's limits per portal: 110 requests in any 10 seconds, and 5 searches in any second.
import { rateLimited } from "../errors.ts";
import type { Random } from "../random.ts";

export interface LimitSettings {
  on: boolean;
  perTenSeconds: number;
  searchPerSecond: number;
}

export const DEFAULT_LIMITS: LimitSettings = { on: true, perTenSeconds: 110, searchPerSecond: 5 };

interface Window {
  general: number[];
  search: number[];
}

const TEN_SECONDS = 10_000;
const SECOND = 1_000;

function dropBefore(times: number[], earliest: number): void {
  let passed = 0;
  while (passed < times.length && (times[passed] ?? 0) <= earliest) passed += 1;
  if (passed > 0) times.splice(0, passed);
}

export class RateLimits {
  readonly settings: LimitSettings = { ...DEFAULT_LIMITS };
  readonly #windows = new Map<string, Window>();

  #window(portalId: string): Window {
    const window = this.#windows.get(portalId) ?? { general: [], search: [] };
    this.#windows.set(portalId, window);
    return window;
  }

  /** Counts one request, or throws the 429 that HubSpot would answer; returns the headers of the answer. */
  take(portalId: string, kind: "general" | "search", now: number, random: Random): Record<string, string> {
    if (!this.settings.on) return {};
    const { general, search } = this.#window(portalId);
    if (kind === "search") {
      dropBefore(search, now - SECOND);
      if (search.length >= this.settings.searchPerSecond) throw rateLimited("SECONDLY", random.uuid());
      search.push(now);
      // Searches do not count against the general limit, and their answers carry no rate headers.
      return {};
    }
    dropBefore(general, now - TEN_SECONDS);
    if (general.length >= this.settings.perTenSeconds) throw rateLimited("TEN_SECONDLY_ROLLING", random.uuid());
    general.push(now);
    return this.headers(portalId);
  }

  headers(portalId: string): Record<string, string> {
    const max = this.settings.perTenSeconds;
    return {
      "X-HubSpot-RateLimit-Max": String(max),
      "X-HubSpot-RateLimit-Remaining": String(Math.max(0, max - this.#window(portalId).general.length)),
      "X-HubSpot-RateLimit-Interval-Milliseconds": String(TEN_SECONDS),
    };
  }

  reset(): void {
    Object.assign(this.settings, DEFAULT_LIMITS);
    this.#windows.clear();
  }
}
