// Sends fixtures as a phone system would, each story as another call of another client.
import assert from "node:assert/strict";
import type { Delivery } from "../../../src/providers/provider.ts";
import { recognised } from "../../../src/providers/recognise.ts";
import { fixtures } from "../../providers/fixture.ts";
import type { PortalOfSender } from "./portals.ts";
import { signings } from "./signing.ts";

/** The parts of ids that tell one call from another; other ids of the fixtures, such as of the account, stay. */
const callIds: Record<string, RegExp> = {
  ringostat: /(?<=us1_-1760)000/g,
  binotel: /(?<=5000)000(?=0\d\d)/g,
  asterisk: /(?<=1791)538/g,
  twilio: /(?<=CA(?:aaa|bbb))(?:aaa|bbb)/g,
  telnyx: /(?<=-)0000(?=-4000-8000)/g,
  vonage: /(?<=CON-0a1b2c3d-)0000|(?<=0779a56d)002f/g,
  ringcentral: /(?<=s-a1b2c3d4)e5f6|(?<=429180)487/g,
  aircall: /(?<=\b812)00(?=\d)|(?<=CA0f1e2d3c)4b5a/g,
  callrail: /(?<=CALsample)000|(?<=766)000/g,
  "zoom-phone": /(?<=7018317)023/g,
  justcall: /(?<=CAsample)000|(?<=\b88)00(?=1)/g,
  cloudtalk: /(?<=10022)26(?=167)|(?<=8f14e45f-)0000/g,
  quo: /(?<=AC3f)1c/g,
  dialpad: /(?<=56353042)788/g,
  generic: /(?<=\bc-)(?=\d)/g,
};

/** The client of call n, as HubSpot shows him. */
export function clientOf(n: number): string {
  return `+38050123${4000 + n}`;
}

/** What a fixture says, said of call n and its client. */
export function ofCall(text: string, provider: string, n: number): string {
  const said = text.replace(/(?<=50 ?123 ?)4567/g, String(4000 + n)).replaceAll("client@acme", `client${n}@acme`);
  const ids = callIds[provider];
  return ids ? said.replace(ids, (digits) => String(n).padStart(digits.length, "0")) : said;
}

export interface Answer {
  status: number;
  type: string | null;
  body: string;
}

export interface Manner {
  /** null: unsigned. */
  secret?: string | null;
}

/** To the portal's address without a name, where nobody else could have sent it; signed, where the sender signs. */
export async function tell(
  portal: PortalOfSender,
  provider: string,
  name: string,
  n: number,
  { secret = signings[provider]?.secret ?? null }: Manner = {},
): Promise<Answer> {
  const fixture = fixtures.find((each) => each.provider === provider && each.name === name);
  assert.ok(fixture, `${provider} has no fixture named ${name}`);
  const query = ofCall(fixture.delivery.query, provider, n);
  const body = Buffer.from(ofCall(fixture.delivery.body.toString(), provider, n));
  const delivery = { ...fixture.delivery, query, body };
  const address = recognised(delivery)?.name === provider ? portal.hook : `${portal.hook}/${provider}`;
  const url = query === "" ? address : `${address}?${query}`;
  return post(url, (secret !== null && signings[provider]?.sign(delivery, url, secret)) || delivery);
}

export async function post(url: string, { method, headers, body }: Omit<Delivery, "query">): Promise<Answer> {
  const response = await fetch(url, { method, headers, body: method === "GET" ? null : body });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
}
