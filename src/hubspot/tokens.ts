// Access tokens: refreshed ahead of expiry, once in this process and, by a lease, once across all processes.
import { randomUUID } from "node:crypto";
import { Disconnected, Later } from "../errors.ts";
import type { PortalId } from "../model/ids.ts";
import { type OAuthApp, refresh } from "./oauth.ts";

export interface StoredTokens {
  access: string;
  refresh: string;
  expiresAt: Date;
  scopes: string[];
}

/** Kept by the store; passed in. */
export interface TokenKeeper {
  load(portalId: PortalId): Promise<StoredTokens | null>;
  /** False when the lease is lost: somebody has installed anew meanwhile. */
  saveRenewed(portalId: PortalId, holder: string, tokens: StoredTokens): Promise<boolean>;
  takeLease(portalId: PortalId, holder: string, ms: number): Promise<boolean>;
  freeLease(portalId: PortalId, holder: string): Promise<void>;
}

export interface AccessTokens {
  /** A token with life in it. `refused`: one that HubSpot has just refused, so it will not be given again. */
  get(portalId: PortalId, refused?: string): Promise<string>;
  forget(portalId: PortalId): void;
}

/** HubSpot's tokens live 30 minutes; one that dies within a minute might die on the way. */
const marginMs = 60_000;
/** Longer than the token request may take. */
const leaseMs = 40_000;
const pollMs = 250;

export function createAccessTokens(
  app: OAuthApp,
  keeper: TokenKeeper,
  clock: { now(): number; sleep(ms: number): Promise<void> },
  report: (result: "renewed" | "refused" | "failed") => void = () => undefined,
): AccessTokens {
  const cache = new Map<PortalId, StoredTokens>();
  const flights = new Map<PortalId, Promise<string>>();
  const holder = randomUUID();

  const usable = (tokens: StoredTokens | null | undefined, refused?: string): tokens is StoredTokens =>
    tokens != null && tokens.access !== refused && tokens.expiresAt.getTime() - clock.now() > marginMs;

  const renew = async (portalId: PortalId, refused?: string): Promise<string> => {
    for (let waited = 0; waited <= leaseMs; waited += pollMs) {
      const stored = await keeper.load(portalId);
      if (!stored) throw new Disconnected("Hookswitch is not connected to this portal. Install it again.");
      const { access } = stored;
      if (usable(stored, refused)) {
        cache.set(portalId, stored);
        return stored.access;
      }
      if (!(await keeper.takeLease(portalId, holder, leaseMs))) {
        await clock.sleep(pollMs);
        continue;
      }
      // Between the look and the lease another process may have renewed it.
      if ((await keeper.load(portalId))?.access === access) return refreshNow(portalId, stored);
      await keeper.freeLease(portalId, holder);
    }
    throw new Later("Another process is still renewing the access to HubSpot", 5_000);
  };

  const refreshNow = async (portalId: PortalId, stored: StoredTokens): Promise<string> => {
    try {
      const answer = await refresh(app, stored.refresh);
      const renewed: StoredTokens = {
        access: answer.access_token,
        // HubSpot may rotate it: whatever comes back is the one to keep.
        refresh: answer.refresh_token ?? stored.refresh,
        expiresAt: new Date(clock.now() + answer.expires_in * 1000),
        scopes: stored.scopes,
      };
      if (!(await keeper.saveRenewed(portalId, holder, renewed))) return await tokenOfNewInstall(portalId);
      cache.set(portalId, renewed);
      report("renewed");
      return renewed.access;
    } catch (error) {
      report(error instanceof Disconnected ? "refused" : "failed");
      await keeper.freeLease(portalId, holder);
      // What HubSpot says of the old refresh token is no news once somebody has installed anew.
      if (error instanceof Disconnected && (await keeper.load(portalId))?.refresh !== stored.refresh) {
        return tokenOfNewInstall(portalId);
      }
      throw error;
    }
  };

  const tokenOfNewInstall = async (portalId: PortalId): Promise<string> => {
    const stored = await keeper.load(portalId);
    if (!usable(stored)) throw new Later("The access to HubSpot is being renewed", 1_000);
    cache.set(portalId, stored);
    return stored.access;
  };

  return {
    async get(portalId, refused) {
      const cached = cache.get(portalId);
      if (usable(cached, refused)) return cached.access;
      // What HubSpot has refused is not given to anybody else either.
      cache.delete(portalId);
      const flying = flights.get(portalId);
      if (flying) return flying;
      const flight = renew(portalId, refused).finally(() => flights.delete(portalId));
      flights.set(portalId, flight);
      return flight;
    },
    forget(portalId) {
      cache.delete(portalId);
    },
  };
}
