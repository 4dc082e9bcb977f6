// Who the customer is: never nobody's number, never a colleague's, and always with a reason that a person understands.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Settings } from "../../src/model/settings.ts";
import { customerOf } from "../../src/rules/customer.ts";
import { decide } from "../../src/rules/decide.ts";
import { call, callEvent, clientPhone, contact, employee, linePhone, phone, rulebook, snapshot } from "./given.ts";

type Change = Parameters<typeof call>[0];

const ownLine = "+380442223344";
const annasPhone = "+380671112233";
const employees = [employee({ extension: "101", sip: "acme_101", phone: "067 111 22 33" })];

function customer(change: Change, settings: Partial<Settings> = {}) {
  return customerOf(call(change), rulebook({ employees, settings: { ownNumbers: [ownLine], ...settings } }));
}

describe("not a customer", () => {
  type Row = [title: string, change: Change, setting: keyof Settings, says: RegExp];
  const rows: Row[] = [
    ["a hidden number", { client: { phone: "anonymous" } }, "hiddenNumbers", /^The caller hid their number/],
    [
      "no number at all",
      { client: { phone: null } },
      "hiddenNumbers",
      /^The phone system named no number of a client\.$/,
    ],
    [
      "text that is no number",
      { client: { phone: "12-34" } },
      "invalidNumbers",
      /^“12-34” is not a phone number of UA/,
    ],
    ["an own line", { client: { phone: "044 222 33 44" } }, "ownNumberCalls", /^\+380…3344 is one of your own numbers/],
    [
      "the line itself",
      { client: { phone: "0441112233" } },
      "ownNumberCalls",
      /^Both sides of the call are \+380…2233/,
    ],
    ["an employee's number", { client: { phone: annasPhone } }, "employeeNumberCalls", /2233 belongs to an employee/],
    [
      "the number of the agent on the call",
      { agent: { phone: "050 123 45 67" } },
      "employeeNumberCalls",
      /^\+380…4567 belongs to an employee, not to a client\.$/,
    ],
    ["an employee's extension", { client: { phone: "101" } }, "employeeNumberCalls", /^“101” is an employee/],
    ["an employee's SIP login", { client: { phone: "ACME_101" } }, "employeeNumberCalls", /^“ACME_101” is an employee/],
    [
      "the extension of the agent",
      { client: { phone: "205" }, agent: { extension: "205" } },
      "employeeNumberCalls",
      /“205”/,
    ],
    ["an internal call", { direction: "internal" }, "employeeNumberCalls", /^This is a call between two employees\.$/],
  ];
  for (const [title, change, setting, says] of rows) {
    for (const treatment of ["ignore", "park"] as const) {
      it(`${title} is ${treatment === "park" ? "parked" : "ignored"} when the settings say so`, () => {
        const answer = customer(change, { [setting]: treatment });
        assert.ok(answer.kind === "nobody", JSON.stringify(answer));
        assert.equal(answer.treatment, treatment);
        assert.match(answer.because, says);
        assert.match(answer.because, /^[“+A-Z].*\.$/, "the reason is no sentence");
      });
    }
  }

  it("a blocked number is ignored, however it is written", () => {
    const answer = customer({}, { blockedNumbers: ["(050) 123-45-67"] });
    assert.deepEqual(answer, {
      kind: "nobody",
      treatment: "ignore",
      because: "+380…4567 is on your list of blocked numbers.",
    });
  });

  it("a number without a country tells the admin to choose one", () => {
    const answer = customer({ client: { phone: "0501234567" } }, { defaultCountry: null });
    assert.ok(answer.kind === "nobody");
    assert.match(answer.because, /cannot be read without a country\. Choose the default country in the settings/);
  });

  it("an endless text is shown by its beginning only", () => {
    const answer = customer({ client: { phone: "x".repeat(10_000) } });
    assert.ok(answer.kind === "nobody" && answer.because.length < 120);
  });

  it("and is never cut within a character, which the database would refuse", () => {
    for (let shift = 0; shift < 3; shift++) {
      const answer = customer({ client: { phone: "x".repeat(shift) + "📞".repeat(30) } });
      assert.ok(answer.kind === "nobody" && answer.because.isWellFormed(), answer.kind);
    }
  });

  it("decide writes nothing for it, whatever HubSpot holds", () => {
    const colleague = contact({ phones: [annasPhone] });
    const event = callEvent({ client: { phone: annasPhone } });
    const plan = decide(event, snapshot([colleague]), rulebook({ employees }));
    assert.deepEqual([plan.verdict, plan.writes], ["ignore", []]);
  });
});

describe("when several fields may hold the client's number", () => {
  const rows: [title: string, client: { phone: string | null; otherPhones: string[] }, found: string | null][] = [
    ["the first that is a client's counts", { phone: clientPhone, otherPhones: ["+380509998877"] }, clientPhone],
    ["an own line is passed over", { phone: ownLine, otherPhones: [clientPhone] }, clientPhone],
    ["a colleague is passed over", { phone: annasPhone, otherPhones: [clientPhone] }, clientPhone],
    ["the line of the call is passed over", { phone: linePhone, otherPhones: [clientPhone] }, clientPhone],
    ["an empty field is passed over", { phone: null, otherPhones: ["", clientPhone] }, clientPhone],
    ["an extension is passed over", { phone: "101", otherPhones: [clientPhone] }, clientPhone],
    ["who hid his number is not looked for elsewhere", { phone: "anonymous", otherPhones: [clientPhone] }, null],
    ["a colleague and an own line leave nobody", { phone: annasPhone, otherPhones: [ownLine] }, null],
  ];
  for (const [title, client, found] of rows) {
    it(title, () => {
      const answer = customer({ client });
      assert.equal(answer.kind === "customer" ? answer.phone.e164 : null, found);
    });
  }

  it("the first reason is the one given", () => {
    const answer = customer({ client: { phone: annasPhone, otherPhones: [ownLine, "anonymous"] } });
    assert.ok(answer.kind === "nobody");
    assert.match(answer.because, /belongs to an employee/);
  });
});

it("no call is ever matched to a colleague, an own line or a blocked number, in whatever field and spelling it comes", () => {
  const taken = [annasPhone, ownLine, linePhone, "+380933334455"];
  const spelt = taken.flatMap((text) => [
    text,
    text.slice(1),
    `00${text.slice(1)}`,
    `0${text.slice(4)}`,
    `sip:${text}@a`,
  ]);
  const free = [clientPhone, "0509998877", "+4930123456"];
  const anyPhone = fc.oneof(fc.constantFrom(...spelt), fc.constantFrom(...free), fc.string({ maxLength: 12 }));
  const client = fc.record({ phone: fc.option(anyPhone), otherPhones: fc.array(anyPhone, { maxLength: 4 }) });
  const agent = fc.record({ phone: fc.option(anyPhone), extension: fc.constantFrom("101", null) });
  fc.assert(
    fc.property(client, agent, fc.constantFrom("in", "out", null), (client, agent, direction) => {
      const answer = customer({ client, agent, direction }, { blockedNumbers: ["0933334455"] });
      if (answer.kind !== "customer") return;
      assert.ok(!taken.includes(answer.phone.e164), `${answer.phone.e164} is no customer's`);
      if (agent.phone && free.includes(agent.phone)) assert.notEqual(answer.phone.e164, phone(agent.phone).e164);
    }),
    { numRuns: 1000 },
  );
});
