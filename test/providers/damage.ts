// Damages a delivery in the ways in which senders, proxies and attackers do. The same seed damages in the same way.
import type { Connection, Delivery } from "../../src/providers/provider.ts";

/** From 0 to 1, without 1. */
export type Chance = () => number;

export interface Damaged {
  delivery: Delivery;
  connection: Connection;
  /** What was done to it. */
  how: string[];
}

/** Marsaglia's xorshift with 32 bits. */
export function chanceOf(seed: number): Chance {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

export function pick<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[Math.floor(chance() * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

/** What is put in the place of one value. */
const values: Record<string, readonly unknown[]> = {
  "another type": [null, true, false, 0, -1, 1.5, "", " ", "text", [], {}, [[]], [null], { a: { b: [] } }],
  "a huge number": [1e308, -1e308, 1e15, 999_999_999_999_999, 8.64e15, "9".repeat(15), "9".repeat(300), "1e999", "-1"],
  "an unknown word": ["TELEPORTED", "constructor", "__proto__", "toString", "x".repeat(5_000), "📞".repeat(200)],
  "an odd time": [
    ...["2026-03-29 03:30:00", "2026-10-25 03:30:00", "2026-10-09T12:30:01", "2026-02-30", "0000-00-00 00:00:00"],
    ...["9999-12-31 23:59:59", "9999-12-31T23:59:59-12:00", "1899-12-31", "275760-09-13T00:00:00Z", "24:61:61"],
    ...["Fri, 99 Foo 2026 99:99:99 +9999", "Thu, 31 Dec 9999 23:59:59 -1200", "12/31/9999 11:59:59 PM"],
    ...[253_402_300_799, 253_402_300_799_000, 99_999_999_999_999, "9999999999999999"],
  ],
  "a number for a name": [380_501_234_567, 0, 42, "380501234567", "+", "anonymous", "0501234567".repeat(30)],
  "a markup": ["<script>alert(1)</script>", '"><img src=x>', "&lt;380&gt;", "{{name}}", "javascript:alert(1)"],
  "a broken text": [
    "\ud800",
    "a\0b",
    "\u202e",
    "https://[",
    "https://\ud800.test/",
    "https://a.test/%00?gclid=%00%ED%A0",
  ],
};

const zones = ["Europe/Kyiv", "UTC", "Australia/Lord_Howe", "America/St_Johns", "", "nowhere"];
const secrets = [
  null,
  "",
  " ",
  "short",
  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  "whsec_***",
  "\ud800",
  "=".repeat(50),
];
const types = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""];

/** What is done to a delivery as a whole. */
const whole: Record<string, (delivery: Delivery, chance: Chance) => Delivery> = {
  truncated: (delivery, chance) => ({
    ...delivery,
    body: delivery.body.subarray(0, Math.floor(chance() * delivery.body.length)),
  }),
  "bytes flipped": (delivery, chance) => {
    const body = Buffer.from(delivery.body);
    for (let left = 1 + Math.floor(chance() * 3); left > 0 && body.length > 0; left--) {
      const at = Math.floor(chance() * body.length);
      body[at] = (body[at] ?? 0) ^ (1 << Math.floor(chance() * 8));
    }
    return { ...delivery, body };
  },
  "query and body swapped": (delivery) => ({
    ...delivery,
    query: delivery.body.toString(),
    body: Buffer.from(delivery.query),
  }),
  "sent twice in one": (delivery) => ({ ...delivery, body: Buffer.concat([delivery.body, delivery.body]) }),
  "in an array": (delivery) => ({ ...delivery, body: Buffer.from(`[${delivery.body},${delivery.body}]`) }),
  "in a text": (delivery) => ({
    ...delivery,
    body: Buffer.from(JSON.stringify({ payload: delivery.body.toString() })),
  }),
  "another content type": (delivery, chance) => ({
    ...delivery,
    headers: { ...delivery.headers, "content-type": pick(types, chance) },
  }),
  "odd headers": (delivery, chance) => {
    const odd = Object.keys(delivery.headers).map((name) => [
      name,
      pick(["", " ", "1791538300", "v1,AAAA", "\ud800"], chance),
    ]);
    return { ...delivery, headers: Object.fromEntries(odd) };
  },
  "no headers": (delivery) => ({ ...delivery, headers: {} }),
};

const ofValues = [...Object.keys(values), "a field dropped"];
const ofWhole = Object.keys(whole);

export function damage(delivery: Delivery, connection: Connection, chance: Chance): Damaged {
  const how: string[] = [];
  let damaged = delivery;
  for (let left = 1 + Math.floor(chance() * 3); left > 0; left--) {
    const name = pick(chance() < 0.75 ? ofValues : ofWhole, chance);
    how.push(name);
    damaged = whole[name]?.(damaged, chance) ?? { ...damaged, body: changed(damaged.body, values[name], chance) };
  }
  const from = chance() < 0.7 ? {} : { timeZone: pick(zones, chance), secret: pick(secrets, chance) };
  return { delivery: damaged, connection: { ...connection, ...from }, how };
}

/** With another value in one place, or without it. */
function changed(body: Buffer, instead: readonly unknown[] | undefined, chance: Chance): Buffer {
  const json = parsed(body.toString());
  const root: { body: unknown } = { body: json ?? Object.fromEntries(new URLSearchParams(body.toString())) };
  const [holder, key] = pick(placesIn(root), chance);
  if (instead) Reflect.set(holder, key, pick(instead, chance));
  else Reflect.deleteProperty(holder, key);
  if (json !== undefined) return Buffer.from(JSON.stringify(root.body) ?? "");
  const fields = Object.entries(Object(root.body)).map(([name, value]): [string, string] => [name, String(value)]);
  return Buffer.from(new URLSearchParams(fields).toString());
}

function placesIn(holder: object): [holder: object, key: string][] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const here: [object, string][] = [[holder, key]];
    return typeof value === "object" && value !== null ? [...here, ...placesIn(value)] : here;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
