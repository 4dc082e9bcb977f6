// Says which of Ringostat's many numbers is the client's, which is the line's and who the employee is.
import type { Agent, CallData, CallDirection } from "../model/event.ts";
import type { RingostatFields } from "./ringostat-fields.ts";

type Client = CallData["client"];
type Line = CallData["line"];

export interface People {
  client: Client;
  line: Line;
  agent: Agent | null;
}

export function peopleOf(fields: RingostatFields, direction: CallDirection | null): People {
  const outgoing = direction === "out";
  const line = {
    phone: fields.all(outgoing ? "lineOfOutgoing" : "lineOfIncoming").find(isPhone) ?? null,
    name: fields.first("lineName"),
  };
  const client = outgoing ? calledClient(fields, line.phone) : callingClient(fields);
  return { client, line, agent: agentOf(fields, outgoing, client.phone, line.phone) };
}

function callingClient(fields: RingostatFields): Client {
  return clientAmong(fields.all("clientOfIncoming").map(caller), fields.all("clientElsewhere"));
}

/** `callee` is sometimes the own line; then another field holds the client. */
function calledClient(fields: RingostatFields, line: string | null): Client {
  const callers = fields.all("clientOfOutgoing").map(caller);
  const own = callers.filter(({ phone }) => sameNumber(phone, line));
  const others = callers.filter(({ phone }) => !sameNumber(phone, line));
  return clientAmong([...others, ...own], fields.all("clientNumber"));
}

function clientAmong(candidates: Caller[], elsewhere: string[]): Client {
  const found = candidates.find(({ phone }) => isPhone(phone));
  const name = candidates.find((candidate) => candidate.name !== null)?.name ?? null;
  const withheld = candidates[0]?.phone;
  // A caller given as "anonymous" withheld the number, so no other field holds it either.
  if (!found && withheld) return { phone: withheld, otherPhones: [], name, email: null };
  const phone = found?.phone ?? null;
  const others = [...candidates.map((candidate) => candidate.phone), ...elsewhere].filter(isPhone);
  const otherPhones = others.filter(
    (other, index) => !sameNumber(other, phone) && others.findIndex((earlier) => sameNumber(earlier, other)) === index,
  );
  return { phone, otherPhones, name, email: null };
}

function agentOf(fields: RingostatFields, outgoing: boolean, client: string | null, line: string | null): Agent | null {
  const connected = fields.first("connectedWith");
  const ownPhone =
    connected !== null && isPhone(connected) && ![client, line].some((leg) => sameNumber(leg, connected));
  // An outgoing call's caller may be the employee's SIP login instead of the line's number.
  const logins = [connected, ...(outgoing ? fields.all("lineOfOutgoing") : [])].filter((value) => value !== null);
  const login = logins.filter((value) => !isPhone(value)).map(sipLogin)[0] ?? null;
  const isExtension = login !== null && /^\d+$/.test(login);
  const agent = {
    id: fields.first("agentId"),
    email: fields.first("agentEmail"),
    extension: fields.first("extension") ?? (isExtension ? login : null),
    sip: isExtension ? null : login,
    phone: ownPhone ? connected : null,
    name: fields.first("agentName"),
    department: fields.first("department"),
  };
  return Object.values(agent).some((value) => value !== null) ? agent : null;
}

function sipLogin(text: string): string {
  return text.replace(/^sips?:/i, "").replace(/@.*$/, "");
}

interface Caller {
  name: string | null;
  phone: string;
}

/** Reads "Name" <380501234567> as well as the bare number. */
function caller(text: string): Caller {
  const open = text.lastIndexOf("<");
  const close = text.indexOf(">", open);
  if (open < 0 || close < 0) return { name: null, phone: text };
  const name = text.slice(0, open).replaceAll('"', "").trim();
  const phone = text.slice(open + 1, close).trim();
  if (phone === "") return { name: null, phone: text };
  return { name: name === "" || isPhone(name) ? null : name, phone };
}

/** Whether a text looks like a number that the public network could call; extensions and SIP logins do not. */
export function isPhone(text: string): boolean {
  const digits = digitsOf(text).length;
  return text.length <= 40 && /^\+?[\d\s().-]+$/.test(text) && digits >= 6 && digits <= 15;
}

/** 0501234567, 380501234567 and +380501234567 are one number: the last nine digits carry operator and subscriber. */
function sameNumber(left: string | null, right: string | null): boolean {
  if (left === null || right === null || !isPhone(left) || !isPhone(right)) return false;
  return digitsOf(left).slice(-9) === digitsOf(right).slice(-9);
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}
