// Pages through RingCentral's call log of the whole company, signed in with the JWT of the account.
import { Buffer } from "node:buffer";
import type { Ask, CallLog, Window } from "./call-log.ts";
import type { Account, AccountField } from "./provider.ts";
import { readRecord } from "./ringcentral-record.ts";
import { listOf, objectOf, textOf } from "./values.ts";

const server = "https://platform.ringcentral.com";

export const ringcentralAccount: readonly AccountField[] = [
  { name: "clientId", label: "Client ID", hint: "In the RingCentral Developer Console, on the page of your app." },
  { name: "clientSecret", label: "Client Secret", hint: "Below the Client ID." },
  { name: "jwt", label: "JWT", hint: "In the Developer Console under your name, Credentials, Create JWT." },
];

export const ringcentralLog: CallLog = {
  // The call log is in the group Heavy: 10 requests a user and minute.
  perMinute: 8,
  pages,
  read: readRecord,
};

async function* pages({ from, to }: Window, account: Account, ask: Ask): AsyncGenerator<unknown[]> {
  const headers = { authorization: `Bearer ${await signIn(account, ask)}`, accept: "application/json" };
  const range = { dateFrom: from.toISOString(), dateTo: to.toISOString() };
  const query = new URLSearchParams({ view: "Detailed", type: "Voice", ...range, perPage: "250" });
  let url: string | null = `${server}/restapi/v1.0/account/~/call-log?${query}`;
  while (url !== null) {
    const { status, json } = await ask({ method: "GET", url, headers });
    if (status === 403) {
      throw new Error(
        "RingCentral does not let the app read the company's call log (403): give it the permission Read Call Log, and use the JWT of an administrator.",
      );
    }
    if (status !== 200) throw new Error(`RingCentral answered ${status} when asked for the call log.`);
    yield listOf(objectOf(json).records);
    url = nextPage(json);
  }
}

async function signIn({ clientId = "", clientSecret = "", jwt = "" }: Account, ask: Ask): Promise<string> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const { status, json } = await ask({
    method: "POST",
    url: `${server}/restapi/oauth/token`,
    headers: { authorization: `Basic ${credentials}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: jwt,
    }).toString(),
  });
  const token = textOf(objectOf(json).access_token);
  if (token === null) throw new Error(`RingCentral refused the client ID, the client secret or the JWT (${status}).`);
  return token;
}

function nextPage(json: unknown): string | null {
  const uri = textOf(objectOf(objectOf(objectOf(json).navigation).nextPage).uri);
  if (uri === null) return null;
  // The access token goes along.
  if (!URL.canParse(uri) || new URL(uri).origin !== server) {
    throw new Error("RingCentral's call log goes on at an address that is not RingCentral's.");
  }
  return uri;
}
