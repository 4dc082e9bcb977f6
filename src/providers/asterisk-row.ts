// Reads one row of Asterisk's call detail records (CDR), by the column names of its CSV and database backends and FreePBX.
import { later, utcOf } from "./local-time.ts";
import { isObject, numberOf, secondsOf, textOf, webAddressOf } from "./values.ts";

/** Asterisk's word: one of the two whom a row is about. */
export interface Party {
  /** The phone's or the trunk's name, as in PJSIP/101-0000001a. */
  name: string;
  extension: string | null;
  /** A channel within Asterisk itself, with somebody at its other end. */
  isLocal: boolean;
}

export interface Row {
  /** Of the whole call: linkedid. */
  callId: string;
  /** Of the channel that the row belongs to. */
  uniqueId: string | null;
  /** The channel is the one that the call began with. */
  isRoot: boolean;
  sequence: number;
  partyA: Party | null;
  partyB: Party | null;
  source: string | null;
  callerNumber: string | null;
  callerName: string | null;
  dialled: string | null;
  dialledName: string | null;
  did: string | null;
  outboundNumber: string | null;
  context: string | null;
  app: string | null;
  appData: string | null;
  disposition: string | null;
  startedAt: string | null;
  answeredAt: string | null;
  endedAt: string | null;
  billSeconds: number | null;
  recordingUrl: string | null;
}

/** null: without an id it belongs to no call. */
export function rowOf(value: unknown, timeZone: string): Row | null {
  if (!isObject(value)) return null;
  const cell = (name: string) => textOf(value[name]);
  const uniqueId = cell("uniqueid");
  const callId = cell("linkedid") ?? uniqueId;
  if (callId === null) return null;
  const [totalSeconds, billSeconds] = [secondsOf(value.duration), secondsOf(value.billsec)];
  const startedAt = utcOf(cell("start") ?? cell("calldate"), timeZone);
  return {
    callId,
    uniqueId,
    isRoot: uniqueId === null || uniqueId === callId,
    sequence: numberOf(value.sequence) ?? 0,
    partyA: partyOf(cell("channel")),
    partyB: partyOf(cell("dstchannel")),
    source: cell("src"),
    callerNumber: cell("cnum") ?? cell("src"),
    callerName: nameOf(cell("cnam") ?? cell("clid")),
    dialled: cell("dst"),
    dialledName: cell("dst_cnam"),
    did: cell("did"),
    outboundNumber: cell("outbound_cnum"),
    context: cell("dcontext"),
    app: cell("lastapp"),
    appData: cell("lastdata"),
    disposition: cell("disposition"),
    startedAt,
    answeredAt: utcOf(cell("answer"), timeZone) ?? answerOf(startedAt, totalSeconds, billSeconds),
    endedAt: utcOf(cell("end"), timeZone) ?? later(startedAt, totalSeconds),
    billSeconds,
    recordingUrl:
      webAddressOf(value.recording_url) ?? webAddressOf(value.recordingfile) ?? webAddressOf(value.userfield),
  };
}

/** FreePBX's table has no column for it. */
function answerOf(startedAt: string | null, total: number | null, billed: number | null): string | null {
  return total === null || billed === null || billed === 0 || billed > total ? null : later(startedAt, total - billed);
}

/** PJSIP/101-0000001a and Local/101@from-queue-00000012;1 are both 101's. */
function partyOf(channel: string | null): Party | null {
  const [, technology, rest] = /^([^/]+)\/(.+)$/.exec(channel ?? "") ?? [];
  if (technology === undefined || rest === undefined) return null;
  const isLocal = technology === "Local";
  const name = isLocal ? rest.replace(/@.*$/, "") : rest.replace(/-[^-]*$/, "");
  return name === "" ? null : { name, extension: isExtension(name) ? name : null, isLocal };
}

/** Longer ones are numbers of the public network. */
export function isExtension(text: string | null): text is string {
  return text !== null && /^\d{2,6}$/.test(text);
}

export function isOutside(text: string | null): text is string {
  return text !== null && /^\+?\d{7,}$/.test(text);
}

/** The name of "Sample Client" <380501234567>, or of the column that holds only it; a number is no name. */
function nameOf(text: string | null): string | null {
  const name = text
    ?.replace(/<[^<>]*>$/, "")
    .replaceAll('"', "")
    .trim();
  return name === undefined || name === "" || /^\+?\d+$/.test(name) ? null : name;
}
