// Where a recording lies, and whether that place opens it to anybody or wants a login of the sender's.
import type { CallData } from "../model/event.ts";
import { webAddressOf } from "./values.ts";

export type RecordingAddress = Pick<CallData, "recordingUrl" | "recordingProtected">;

/** @param guarded the sender's hosts that give nothing out without a login; a customer's own store opens by its address */
export function recordingAt(value: unknown, guarded: RegExp): RecordingAddress {
  const recordingUrl = webAddressOf(value);
  return recordingUrl !== null && guarded.test(new URL(recordingUrl).hostname)
    ? { recordingUrl, recordingProtected: true }
    : { recordingUrl };
}

/** Whether the sender's credentials may go there: to its own hosts, and only encrypted. */
export function isAt(url: string, hosts: RegExp): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" && hosts.test(hostname);
}
