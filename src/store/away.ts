// Tells a database that is away for a moment (restarting, a connection that broke) from an error that will come again.

/** SQLSTATE classes 08 and 57P, too many connections, and what the drivers say of a connection that is no more. */
const signs =
  /\b(57P0\d|08[0-9A-Z]{3}|53300|P1001|P1002|P1008|P1017|ECONNREFUSED|ECONNRESET|EPIPE)\b|Connection terminated|Server has closed the connection|Can't reach database server|timeout exceeded when trying to connect/;

export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // Only Prisma and pg: HubSpot's connections break with the same words.
  const ours = /^Prisma/.test(error.name) || /pg-pool|node_modules\/pg\/|adapter-pg/.test(error.stack ?? "");
  return ours && signs.test(`${code} ${error.message}`);
}
