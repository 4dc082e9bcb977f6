// Who may do what: authorization codes, access tokens and refresh tokens of the installed app.
import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";

export const CLIENT_ID = "sandbox-client";
export const CLIENT_SECRET = "sandbox-secret";
export const APP_ID = 1;

export interface Grant {
  portalId: string;
  userId: number;
  user: string;
  scopes: string[];
}

export interface AccessToken extends Grant {
  token: string;
  expiresAt: number;
}

export interface RefreshToken extends Grant {
  token: string;
}

interface Code extends Grant {
  redirectUri: string;
  challenge: string | undefined;
  expiresAt: number;
}

export type CodeProblem = "BAD_AUTH_CODE" | "BAD_REDIRECT_URI" | "BAD_CODE_VERIFIER";

export const ACCESS_TOKEN_SECONDS = 1800;
const CODE_LIFETIME = 10 * 60_000;

const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");

export class Grants {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly codes = new Map<string, Code>();
  readonly access = new Map<string, AccessToken>();
  readonly refresh = new Map<string, RefreshToken>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  issueCode(grant: Grant, redirectUri: string, challenge: string | undefined): string {
    const code = `code-${grant.portalId}-${this.#random.hex(24)}`;
    this.codes.set(code, { ...grant, redirectUri, challenge, expiresAt: this.#clock.now() + CODE_LIFETIME });
    return code;
  }

  /** A code works once, whatever comes of the attempt. */
  redeemCode(code: string, redirectUri: string, verifier: string | undefined): Grant | CodeProblem {
    const found = this.codes.get(code);
    this.codes.delete(code);
    if (!found || found.expiresAt <= this.#clock.now()) return "BAD_AUTH_CODE";
    if (found.redirectUri !== redirectUri) return "BAD_REDIRECT_URI";
    if (found.challenge !== undefined && challengeOf(verifier ?? "") !== found.challenge) return "BAD_CODE_VERIFIER";
    const { portalId, userId, user, scopes } = found;
    return { portalId, userId, user, scopes };
  }

  issueAccess(grant: Grant, expiresIn = ACCESS_TOKEN_SECONDS): AccessToken {
    const token = `at-${grant.portalId}-${this.#random.hex(40)}`;
    const { portalId, userId, user, scopes } = grant;
    const issued = { portalId, userId, user, scopes, token, expiresAt: this.#clock.now() + expiresIn * 1000 };
    this.access.set(token, issued);
    return issued;
  }

  issueRefresh(grant: Grant): RefreshToken {
    const token = `rt-${grant.portalId}-${this.#random.hex(40)}`;
    const { portalId, userId, user, scopes } = grant;
    const issued = { portalId, userId, user, scopes, token };
    this.refresh.set(token, issued);
    return issued;
  }

  /** Deleting a refresh token leaves the access tokens alone; they last out their time. */
  revoke(token: string): void {
    this.refresh.delete(token);
    this.access.delete(token);
  }

  /** Lets every access token of a portal run out now. */
  expire(portalId: string): void {
    for (const held of this.access.values()) {
      if (held.portalId === portalId) held.expiresAt = Math.min(held.expiresAt, this.#clock.now());
    }
  }

  isInstalled(portalId: string): boolean {
    for (const held of this.refresh.values()) if (held.portalId === portalId) return true;
    return false;
  }

  uninstall(portalId: string): void {
    for (const tokens of [this.codes, this.access, this.refresh]) {
      for (const [token, grant] of tokens) if (grant.portalId === portalId) tokens.delete(token);
    }
  }

  clear(): void {
    for (const tokens of [this.codes, this.access, this.refresh]) tokens.clear();
  }
}
