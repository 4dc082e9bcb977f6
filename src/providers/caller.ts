// Who is calling, in a phone system's question who shall take the call: the caller under any of the names in use.
import { readFields } from "./payload.ts";
import type { Delivery } from "./provider.ts";

/** Most telling first; compared without case and punctuation, so that caller_id and CallerId are one. */
const names = [
  ...["caller", "callerid", "callernumber", "callersnumber", "callerphone", "calleridnum", "calleridnumber"],
  ...["from", "fromnumber", "src", "source", "ani", "cid", "clid", "msisdn", "numbere164", "e164"],
  ...["client", "clientphone", "clientnumber", "customerphone", "customernumber"],
  ...["phone", "phonenumber", "number"],
];

/** As the sender wrote it, empty when it names no number; null when nothing in the question stands for a caller. */
export function callerOf(delivery: Delivery): string | null {
  const read = readFields(delivery);
  if ("unreadable" in read) return null;
  const fields = new Map([...read.fields].map(([name, value]) => [plain(name), value.trim()]));
  const given = names.flatMap((name) => fields.get(name) ?? []);
  return given.find((value) => value !== "") ?? given[0] ?? null;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
