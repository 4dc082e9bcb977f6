// One JSON line per thing that happened; no tokens, and of a phone number only its last four digits.
import { type Logger, pino } from "pino";

export type Log = Pick<Logger, "info" | "warn" | "error" | "debug">;

export function createLog(level: string): Logger {
  return pino({
    level,
    redact: ["req.headers.cookie", "req.headers.authorization", "*.accessToken", "*.refreshToken", "*.secret"],
    formatters: { bindings: () => ({}) },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
