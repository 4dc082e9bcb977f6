// Every phone system from its webhook to HubSpot: whatever it sends of one call, and however often, ends in one HubSpot call.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { providers } from "../../src/providers/index.ts";
import { control, startApp, type TestApp } from "../hookswitch.ts";
import { kinds, unreportable } from "../providers/kinds.ts";
import { query, requestsOf } from "../web/setup.ts";
import { allSettled, openPortals, type PortalOfSender } from "./senders/portals.ts";
import { expectedOf, type Held, heldIn, seenOf } from "./senders/seen.ts";
import { signings } from "./senders/signing.ts";
import { storiesInLegs } from "./senders/stories-in-legs.ts";
import { storiesInOne } from "./senders/stories-in-one.ts";
import { announced, type Stories } from "./senders/story.ts";
import { type Answer, clientOf, tell } from "./senders/telling.ts";

const stories: Record<string, Stories> = { ...storiesInOne, ...storiesInLegs };
const senders = Object.keys(stories);

/** With its 200; "OK" for those that want nothing but that. */
const answers: Record<string, [type: string, body: string]> = {
  binotel: ["application/json", '{"status":"success"}'],
  twilio: ["text/xml", "<Response/>"],
  vonage: ["text/plain", ""],
  "3cx": ["application/json", "{}"],
  ringcentral: ["application/json", ""],
};

let app: TestApp;
let portals: Map<string, PortalOfSender>;
const answered = new Map<string, Answer[]>(senders.map((sender) => [sender, []]));

function portalOf(sender: string): PortalOfSender {
  const portal = portals.get(sender);
  assert.ok(portal);
  return portal;
}

before(async () => {
  app = await startApp();
  portals = await openPortals(app, senders);
  await Promise.all(senders.flatMap((sender) => Object.values(stories[sender] ?? {}).map(tellStory(sender))));
  await allSettled(app);
});
after(() => app.stop());

const tellStory =
  (sender: string) =>
  async ({ send, outgoing }: Stories[string], index: number): Promise<void> => {
    const portal = portalOf(sender);
    // Of a call in vain to somebody unknown nothing is written.
    if (outgoing) {
      const contact = { type: "contacts", properties: { firstname: "Known", phone: clientOf(index) } };
      await control(app, "seed", { portalId: portal.id, objects: [contact] });
    }
    for (const fixture of send) answered.get(sender)?.push(await tell(portal, sender, fixture, index));
  };

async function stored(): Promise<number> {
  const [row] = await query<{ rows: number }>(
    app,
    'SELECT (SELECT count(*) FROM "Delivery")::int + (SELECT count(*) FROM "Event")::int AS rows',
  );
  return row?.rows ?? 0;
}

for (const sender of senders) {
  describe(`${providers.find(({ name }) => name === sender)?.label}`, () => {
    let held: Held;
    before(async () => {
      held = await heldIn(app, portalOf(sender));
    });

    for (const [index, [kind, story]] of Object.entries(stories[sender] ?? {}).entries()) {
      it(`${kind}: ${story.send.join(", ")}`, () => {
        assert.deepEqual(seenOf(index, held, portalOf(sender)), expectedOf(index, story, sender));
      });
    }

    it("is answered as it wants to be", () => {
      const [type, body] = answers[sender] ?? ["text/plain", "OK"];
      assert.deepEqual(
        new Set(answered.get(sender)?.map((answer) => JSON.stringify(answer))),
        new Set([JSON.stringify({ status: 200, type, body })]),
      );
    });

    it("HubSpot is told once of each recording that it must ask us for", async () => {
      const wanted = Object.values(stories[sender] ?? {}).filter(({ recording }) => recording === announced);
      const requests = await requestsOf(app, portalOf(sender).id);
      assert.equal(requests["POST /crm/extensions/calling/2026-09/recordings/ready"] ?? 0, wanted.length);
    });

    const signing = signings[sender];
    it(
      signing ? "is refused with another secret and without a signature; nothing is stored" : "does not sign",
      async () => {
        assert.equal(providers.find(({ name }) => name === sender)?.signature, signing ? "optional" : "address");
        if (!signing) return;
        const [rows, refused] = [await stored(), await refusedSoFar()];
        for (const secret of [signing.otherSecret, null]) {
          const { status, body } = await tell(portalOf(sender), sender, "answered-in", 900, { secret });
          assert.equal(status, 401);
          assert.match(body, /\w+ .*(fit|missing|not|no )/);
        }
        assert.deepEqual([await stored(), await refusedSoFar()], [rows, refused + 2]);
      },
    );
  });
}

/** All that is kept of them. */
async function refusedSoFar(): Promise<number> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return Number(/^hookswitch_refused_total\{reason="signature"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

it("there is a story of every kind that a phone system reports", () => {
  const wanted = ["answered-in", "missed", "voicemail", "transferred", "recording-later", "duplicate", "disorder"];
  assert.ok(wanted.every((kind) => kind in kinds));
  const reported = (name: string) => wanted.filter((kind) => unreportable[name]?.[kind] === undefined);
  const phoneSystems = providers.filter(({ name }) => name !== "custom" && reported(name).includes("answered-in"));
  assert.deepEqual(phoneSystems.map(({ name }) => name).sort(), senders.toSorted());
  for (const { name } of phoneSystems) {
    assert.deepEqual(Object.keys(stories[name] ?? {}).sort(), reported(name).sort(), name);
  }
});

describe("handshakes are answered to the letter, and nothing of them is stored", () => {
  const json = { "content-type": "application/json" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const challenge = JSON.stringify({
    event: "endpoint.url_validation",
    event_ts: 1,
    payload: { plainToken: "qgg8vlvZRS6UYooatFL8Aw" },
  });
  const encryptedToken = createHmac("sha256", signings["zoom-phone"]?.secret ?? "")
    .update("qgg8vlvZRS6UYooatFL8Aw")
    .digest("hex");
  const zoom = JSON.stringify({ plainToken: "qgg8vlvZRS6UYooatFL8Aw", encryptedToken });
  const rows: [title: string, path: string, method: string, headers: object, body: string, answer: string][] = [
    ["zoom-phone's challenge", "/zoom-phone", "POST", json, challenge, zoom],
    ["zoom-phone's challenge, recognised", "", "POST", json, challenge, zoom],
    ["ringcentral's Validation-Token", "/ringcentral", "POST", { "validation-token": "3f1c-77" }, "", ""],
    ["binotel's API CALL SETTINGS", "/binotel", "POST", form, "requestType=apiCallSettings", '{"customerData":{}}'],
    ["3cx's question for a caller", "/3cx?lookup=1&number=%2B380501234567", "GET", {}, "", '{"contacts":[]}'],
  ];
  for (const [title, path, method, headers, body, expected] of rows) {
    it(title, async () => {
      const rowsBefore = await stored();
      const { hook } = portalOf(title.replace(/'.*/, ""));
      const given = Object.fromEntries(Object.entries(headers));
      const response = await fetch(hook + path, { method, headers: given, body: method === "GET" ? null : body });
      assert.equal(response.status, 200);
      assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
      assert.equal(response.headers.get("validation-token"), given["validation-token"] ?? null);
      assert.equal(await response.text(), expected);
      assert.equal(await stored(), rowsBefore);
    });
  }
});
