// Short notices between processes over PostgreSQL's LISTEN/NOTIFY. They may be lost; what must not be is in a table.
import pg from "pg";
import type { Database } from "./database.ts";

export interface Notices {
  /** To every process that listens, this one included; all in one commit, for each commit with a notice waits its turn. */
  tell(channel: string, payloads: readonly string[]): Promise<void>;
  /**
   * `hear` is called with each payload, and with null whenever some may have been missed.
   * @returns ends the listening
   */
  listen(channel: string, hear: (payload: string | null) => void): () => void;
  close(): Promise<void>;
}

const againMs = 1_000;
/** PostgreSQL refuses longer ones. */
const mostBytes = 8_000;

export function openNotices(databaseUrl: string, { pool }: Pick<Database, "pool">): Notices {
  const listeners = new Map<string, Set<(payload: string | null) => void>>();
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const hearers = (channel: string) => [...(listeners.get(channel) ?? [])];

  /** A connection of its own, opened when somebody first listens, and again when it breaks. */
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    client = fresh;
    fresh.on("notification", ({ channel, payload }) => {
      for (const hear of hearers(channel)) hear(payload ?? "");
    });
    fresh.on("error", () => reconnect(fresh));
    fresh.on("end", () => reconnect(fresh));
    try {
      await fresh.connect();
      for (const channel of listeners.keys()) await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      for (const channel of listeners.keys()) for (const hear of hearers(channel)) hear(null);
    } catch {
      reconnect(fresh);
    }
  };
  const reconnect = (broken: pg.Client): void => {
    if (closed || client !== broken) return;
    client = null;
    broken.end().catch(() => undefined);
    timer = setTimeout(() => void connect(), againMs);
  };

  return {
    async tell(channel, payloads) {
      const fitting = payloads.filter((payload) => Buffer.byteLength(payload) < mostBytes);
      await pool.query("SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload", [channel, fitting]);
    },
    listen(channel, hear) {
      const hearing = listeners.get(channel) ?? new Set();
      const isNew = hearing.size === 0;
      listeners.set(channel, hearing.add(hear));
      if (client === null && timer === undefined) void connect();
      else if (isNew) void client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
      return () => hearing.delete(hear);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
