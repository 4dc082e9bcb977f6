// The one connection to PostgreSQL that the store works through.
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

export interface Database {
  readonly prisma: PrismaClient;
  /** For the session store and the queue, which bring their own SQL. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export type Prisma = PrismaClient;

export function openDatabase(url: string, maxConnections = 10): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections });
  // An idle connection that breaks (PostgreSQL restarting) is replaced by the next query; unheard, it would end the process.
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
