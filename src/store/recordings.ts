// Recordings that HubSpot fetches from us: the key that it must name, where a call's recording lies, and short-lived links.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type PortalId, portalId as portalIdSchema } from "../model/ids.ts";
import type { Prisma as Client } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import type { Cipher } from "./secrets.ts";

export interface Recording {
  eventId: string;
  provider: string;
  /** The sender's address, as it gave it. */
  url: string;
}

/** What a link holds; encrypted and authenticated, so nothing need be kept of it. */
const linkShape = z.strictObject({ recording: z.string(), portal: portalIdSchema, until: z.number() });

export type RecordingStore = ReturnType<typeof recordingStore>;

export function recordingStore(prisma: Client, cipher: Cipher) {
  return {
    /** The portal's key, for hs_call_external_account_id: its id and 256 random bits, made once. */
    async key(portalId: PortalId): Promise<string> {
      const row = await prisma.portal.findUniqueOrThrow({ where: { id: portalId }, select: { recordingKey: true } });
      if (row.recordingKey !== null) return row.recordingKey;
      const made = `${portalId}-${randomBytes(32).toString("base64url")}`;
      // Two at a time: the first one's stays.
      await prisma.portal.updateMany({ where: { id: portalId, recordingKey: null }, data: { recordingKey: made } });
      const kept = await prisma.portal.findUniqueOrThrow({ where: { id: portalId }, select: { recordingKey: true } });
      return kept.recordingKey ?? made;
    },

    /** Whose key this is; null for nobody's. */
    async portalOf(key: string): Promise<PortalId | null> {
      const id = portalIdSchema.safeParse(key.split("-", 1)[0]);
      if (!id.success) return null;
      const row = await prisma.portal.findUnique({ where: { id: id.data }, select: { recordingKey: true } });
      return row?.recordingKey != null && isSame(row.recordingKey, key) ? id.data : null;
    },

    /** The newest one that was reported of a call, under any of these subjects or of the ids that belong to them. */
    async newest(portalId: PortalId, subjects: string[]): Promise<Recording | null> {
      const [found] = await prisma.$queryRaw<Recording[]>`
        WITH named AS (SELECT unnest(${subjects}::text[]) AS "subject"),
          whole AS (
            SELECT "subject" FROM named
            UNION SELECT c."subject" FROM "CallId" c JOIN named ON c."portalId" = ${portalId} AND c."id" = named."subject"
          ),
          every AS (
            SELECT "subject" FROM whole
            UNION SELECT c."id" FROM "CallId" c JOIN whole ON c."portalId" = ${portalId} AND c."subject" = whole."subject"
          )
        SELECT "id" AS "eventId", "provider", "data"->>'recordingUrl' AS "url"
        FROM "Event"
        WHERE "portalId" = ${portalId} AND "subject" IN (SELECT "subject" FROM every) AND ${hasRecording}
        ORDER BY "receivedAt" DESC, "id" DESC LIMIT 1`;
      return found ?? null;
    },

    async find(portalId: PortalId, eventId: string): Promise<Recording | null> {
      const [found] = await prisma.$queryRaw<Recording[]>`
        SELECT "id" AS "eventId", "provider", "data"->>'recordingUrl' AS "url"
        FROM "Event" WHERE "id" = ${eventId} AND "portalId" = ${portalId} AND ${hasRecording}`;
      return found ?? null;
    },

    /** One path segment that says which recording and until when, to nobody but us. */
    link(portalId: PortalId, eventId: string, until: Date): string {
      const held = { recording: eventId, portal: portalId, until: until.getTime() } satisfies z.infer<typeof linkShape>;
      return cipher.encrypt(JSON.stringify(held)).replace(/[:+/=]/g, (sign) => segmentSigns[sign] ?? "");
    },

    /** null: no link of ours. */
    opened(link: string, now: Date): { portalId: PortalId; eventId: string } | "expired" | null {
      let held: z.infer<typeof linkShape>;
      try {
        // Base64 is read in both of its alphabets, and without its padding.
        held = linkShape.parse(JSON.parse(cipher.decrypt(link.replaceAll(".", ":"))));
      } catch {
        return null;
      }
      return held.until < now.getTime() ? "expired" : { portalId: held.portal, eventId: held.recording };
    },
  };
}

const hasRecording = Prisma.sql`"type" LIKE 'call.%' AND "data"->>'recordingUrl' IS NOT NULL`;

const segmentSigns: Record<string, string> = { ":": ".", "+": "-", "/": "_", "=": "" };

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
