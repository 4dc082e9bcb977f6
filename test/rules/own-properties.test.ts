// The portal's own properties: what its rows add to the plans of calls and forms, table by table and in any order.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Company, Contact, KnownCall } from "../../src/model/crm.ts";
import { nothingWritten } from "../../src/model/crm.ts";
import type { Event } from "../../src/model/event.ts";
import type { CreateWrite, Plan, UpdateWrite } from "../../src/model/plan.ts";
import type { PropertyRow } from "../../src/model/property-map.ts";
import { withOwnProperties } from "../../src/rules/own-properties.ts";
import { callEvent, contact, deal, rulebook, snapshot } from "./given.ts";

const budget = {
  object: "deal",
  property: "budget",
  label: "Budget",
  type: "number",
  value: "{fields.budget}",
} as const;
const region = {
  object: "contact",
  property: "region",
  label: "Region",
  type: "string",
  value: "{fields.region}",
} as const;

function row(change: Partial<PropertyRow>): PropertyRow {
  return { id: "r", on: "form", ...region, mode: "gap", ...change };
}

function form(fields: Record<string, unknown> = { budget: "1 000", region: "Kyiv" }): Event {
  return {
    id: "e-1",
    provider: "web-form",
    type: "form.submitted",
    subject: "web-form/1",
    time: "2026-10-09T09:30:00.000Z",
    receivedAt: "2026-10-09T09:30:01.000Z",
    data: {
      formId: "1",
      formName: "Quote",
      person: { email: "ivan@acme.test", name: "Ivan" },
      fields: JSON.parse(JSON.stringify(fields)),
    },
  };
}

const newContact: CreateWrite = {
  do: "create",
  what: "contact",
  key: "e-1/contact",
  properties: { email: "ivan@acme.test", firstname: "Ivan" },
  associate: [],
  because: "nobody has it",
};
const newDeal: CreateWrite = {
  do: "create",
  what: "deal",
  key: "e-1/deal",
  properties: { dealname: "Ivan, Quote", budget: "5" },
  associate: [{ what: "contact", ref: { key: "e-1/contact" } }],
  because: "it is the first enquiry",
};
const use = (what: "contact" | "deal", id: string) =>
  ({ do: "use", what, key: `e-1/${what}`, ref: { id }, name: "Ivan", because: "it is his" }) as const;
const gaps: UpdateWrite = {
  do: "update",
  what: "contact",
  key: "e-1/contact-gaps",
  ref: { id: "100" },
  properties: { email: "ivan@acme.test" },
  because: "it had no email yet",
};
const write = (...writes: Plan["writes"]): Plan => ({ verdict: "write", because: "The form of a client.", writes });

interface Given {
  rows: PropertyRow[];
  event?: Event;
  contacts?: Contact[];
  companies?: Company[];
  calls?: Record<string, KnownCall>;
  standing?: [string, Record<string, string>][];
}

function decided(
  plan: Plan,
  { rows, event = form(), contacts = [], companies = [], calls = {}, standing = [] }: Given,
): Plan {
  const world = { ...snapshot(contacts, calls), companies, standing: new Map(standing) };
  return withOwnProperties(plan, event, world, rulebook({ propertyMap: { rows, objects: [] } }));
}

describe("a record that the plan makes", () => {
  it("gets the values of its rows, which go before what Hookswitch would write there itself", () => {
    const plan = decided(write(newContact, newDeal), { rows: [row({}), row({ ...budget })] });
    assert.deepEqual(plan.writes, [
      { ...newContact, properties: { ...newContact.properties, region: "Kyiv" } },
      { ...newDeal, properties: { dealname: "Ivan, Quote", budget: "1000" } },
    ]);
  });

  it("is made without a value that does not fit, and says so", () => {
    const plan = decided(write(newContact, newDeal), { rows: [row({ ...budget })], event: form({ budget: "abc" }) });
    assert.deepEqual(plan.writes, [
      newContact,
      { ...newDeal, because: "it is the first enquiry; “abc” is no number, so Budget was left out" },
    ]);
  });

  it("gets nothing from a field that the event does not fill, nor from rows of other kinds of events", () => {
    const rows = [
      row({ value: "{fields.nothing}" }),
      row({ value: "Region {fields.nothing}" }),
      row({ on: "call", value: "x" }),
    ];
    assert.deepEqual(decided(write(newContact), { rows }), write(newContact));
  });

  it("gets a constant, and text around fields of which one is there", () => {
    const rows = [
      row({ property: "source", label: "Source", value: "Web" }),
      row({ property: "told", label: "Told", value: "{person.name}, {person.company}: {fields.region}" }),
    ];
    const [made] = decided(write(newContact), { rows }).writes;
    assert.deepEqual(made, {
      ...newContact,
      properties: { ...newContact.properties, source: "Web", told: "Ivan, : Kyiv" },
    });
  });

  it("gets the first of several rows for one property that has a value", () => {
    const rows = [row({ value: "{fields.area}" }), row({ value: "{fields.region}" }), row({ value: "Elsewhere" })];
    const [made] = decided(write(newContact), { rows }).writes;
    assert.deepEqual(made, { ...newContact, properties: { ...newContact.properties, region: "Kyiv" } });
  });
});

describe("a contact that there is already", () => {
  const rowsFor: [title: string, mode: PropertyRow["mode"], values: Record<string, string>, set: object | null][] = [
    ["has its gap filled", "gap", {}, { region: "Kyiv" }],
    ["keeps what it has where only gaps are filled", "gap", { region: "Lviv" }, null],
    ["is overwritten where a row always writes", "always", { region: "Lviv" }, { region: "Kyiv" }],
    ["is left alone where it says the same", "always", { region: "Kyiv" }, null],
  ];
  for (const [title, mode, values, set] of rowsFor) {
    it(title, () => {
      const known = contact({ values });
      const plan = decided(write(use("contact", "100")), { rows: [row({ mode })], contacts: [known] });
      const update = {
        do: "update",
        what: "contact",
        key: "e-1/contact-properties",
        ref: { id: "100" },
        properties: set,
      };
      const because = "Region is filled by your rules";
      assert.deepEqual(plan.writes, [use("contact", "100"), ...(set ? [{ ...update, because }] : [])]);
    });
  }

  it("is updated once, together with the gaps that Hookswitch fills itself", () => {
    const plan = decided(write(use("contact", "100"), gaps), { rows: [row({})], contacts: [contact()] });
    assert.deepEqual(plan.writes, [
      use("contact", "100"),
      {
        ...gaps,
        properties: { email: "ivan@acme.test", region: "Kyiv" },
        because: "it had no email yet; Region is filled by your rules",
      },
    ]);
  });

  describe("of which Hookswitch itself fills a gap that HubSpot may refuse", () => {
    const optional: UpdateWrite = {
      ...gaps,
      properties: { email: "ivan@acme.test", firstname: "Ivan" },
      optional: true,
    };
    const own = (properties: Record<string, string>, label = "Region") => ({
      do: "update",
      what: "contact",
      key: "e-1/contact-properties",
      ref: { id: "100" },
      properties,
      because: `${label} is filled by your rules`,
    });
    const name = { property: "firstname", label: "First name", value: "Ivan Petrenko" };
    const given: [title: string, row: Partial<PropertyRow>, values: Record<string, string>, writes: object[]][] = [
      ["gets its gap of a row apart from it", { mode: "gap" }, {}, [optional, own({ region: "Kyiv" })]],
      [
        "gets what a row always writes apart from it",
        { mode: "always" },
        { region: "Lviv" },
        [optional, own({ region: "Kyiv" })],
      ],
      [
        "gets by the row alone what both would write",
        { ...name, mode: "always" },
        {},
        [{ ...optional, properties: { email: "ivan@acme.test" } }, own({ firstname: "Ivan Petrenko" }, "First name")],
      ],
      [
        "keeps what it has and what the row wants",
        { ...name, mode: "always" },
        { firstname: "Ivan Petrenko" },
        [{ ...optional, properties: { email: "ivan@acme.test" } }],
      ],
      ["gets the gap alone where the row has nothing to write", { mode: "gap" }, { region: "Lviv" }, [optional]],
    ];
    for (const [title, change, values, writes] of given) {
      it(title, () => {
        const contacts = [contact({ values })];
        const plan = decided(write(use("contact", "100"), optional), { rows: [row(change)], contacts });
        assert.deepEqual(plan.writes, [use("contact", "100"), ...writes]);
      });
    }

    it("is not written twice where the row writes all of it", () => {
      const only: UpdateWrite = { ...optional, properties: { firstname: "Ivan" } };
      const rows = [row({ ...name, mode: "always" })];
      const plan = decided(write(use("contact", "100"), only), { rows, contacts: [contact()] });
      assert.deepEqual(plan.writes, [use("contact", "100"), own({ firstname: "Ivan Petrenko" }, "First name")]);
    });
  });

  it("is not taken for empty where nobody has read it", () => {
    const plan = decided(write(use("contact", "100")), { rows: [row({ mode: "gap" })] });
    assert.deepEqual(plan, write(use("contact", "100")));
  });

  it("says what did not fit even if nothing is written to it", () => {
    const rows = [row({ type: "date" })];
    const [used] = decided(write(use("contact", "100")), { rows, contacts: [contact()] }).writes;
    assert.equal(used?.because, "it is his; “Kyiv” is no clear date, so Region was left out");
  });
});

describe("a deal that there is already", () => {
  it("is the one that the plan uses, with what HubSpot holds of it", () => {
    const known = contact({ deals: [deal({ values: { budget: "1000.0" } }), deal({ id: "501" })] });
    const rows = [row({ ...budget, mode: "always" })];
    const same = decided(write(use("deal", "500")), { rows, contacts: [known] });
    assert.deepEqual(same, write(use("deal", "500")));
    const other = decided(write(use("deal", "501")), { rows, contacts: [known] });
    assert.deepEqual(other.writes.at(-1), {
      do: "update",
      what: "deal",
      key: "e-1/deal-properties",
      ref: { id: "501" },
      properties: { budget: "1000" },
      because: "Budget is filled by your rules",
    });
  });
});

describe("a company", () => {
  const acme: Company = { ref: { id: "700" }, name: "Acme", domain: "acme.test", createdAt: "", values: {}, deals: [] };
  const rows = [row({ object: "company", mode: "always" })];

  it("is the only one of the event's contact", () => {
    const known = contact({ companies: [{ id: "700" }] });
    const plan = decided(write(use("contact", "100")), { rows, contacts: [known], companies: [acme] });
    assert.deepEqual(plan.writes.at(-1), {
      do: "update",
      what: "company",
      key: "e-1/company-properties",
      ref: { id: "700" },
      properties: { region: "Kyiv" },
      because: "Region is filled by your rules",
    });
  });

  it("is left alone where the contact has several, for nobody knows which is meant", () => {
    const known = contact({ companies: [{ id: "700" }, { id: "701" }] });
    const plan = decided(write(use("contact", "100")), { rows, contacts: [known], companies: [acme] });
    assert.deepEqual(plan, write(use("contact", "100")));
  });
});

describe("a call that is logged already", () => {
  const links = [{ what: "contact" as const, ref: { id: "100" } }];
  const known: KnownCall = {
    ...nothingWritten,
    call: { ref: { id: "900" }, properties: { hs_call_external_id: "c-1" }, links },
    deal: { ref: { id: "500" }, properties: {}, links: [], isOurs: false },
  };
  const score = { value: 8, max: 10, details: null };
  const mood = { client: null, agent: null, overall: null };
  const analysis = { summary: "Fine", topics: [], nextSteps: [], mood, score, transcriptUrl: null };
  const event = callEvent({ analysis }, { id: "e-1", type: "call.analyzed" });
  const scored = (object: PropertyRow["object"]) =>
    row({
      on: "call",
      object,
      property: "score",
      label: "Score",
      type: "number",
      value: "{analysis.score.value}",
      mode: "always",
    });

  it("takes its late news to the contact and the deal that it was logged on", () => {
    const plan = decided(write(), {
      rows: [scored("contact"), scored("deal"), scored("call")],
      event,
      calls: { [event.subject]: known },
      standing: [["contact 100", { score: "3" }]],
    });
    assert.deepEqual(
      plan.writes.map((each) => [each.key, "ref" in each && each.ref, "properties" in each && each.properties]),
      [
        ["e-1/contact-properties", { id: "100" }, { score: "8" }],
        ["e-1/deal-properties", { id: "500" }, { score: "8" }],
        ["e-1/call-properties", { id: "900" }, { score: "8" }],
      ],
    );
  });

  it("is written for the rows' sake where the event says nothing new otherwise", () => {
    const ignored: Plan = {
      verdict: "ignore",
      because: "This call is already in HubSpot, and this event says nothing new of it.",
      writes: [
        { do: "use", what: "call", key: "e-1/call", ref: { id: "900" }, name: "Call", because: "it is the same call" },
      ],
    };
    const given = { rows: [scored("call")], event, calls: { [event.subject]: known } };
    const plan = decided(ignored, { ...given, standing: [["call 900", {}]] });
    assert.equal(plan.verdict, "write");
    assert.match(plan.because, /says nothing new of it\. Properties of your own were brought up to date\.$/);
    assert.deepEqual(decided(ignored, { ...given, standing: [["call 900", { score: "8.0" }]] }), ignored);
  });

  it("is not written for an event that is nobody's", () => {
    const nobodys: Plan = { verdict: "ignore", because: "This is a call between two employees.", writes: [] };
    assert.deepEqual(decided(nobodys, { rows: [scored("call")], event }), nobodys);
  });
});

it("rows that are written change nothing more when the same event is decided again", () => {
  const name = fc.constantFrom("a", "b", "c");
  const text = fc.constantFrom("", "1", "1,5", "1,234", "yes", "2026-10-09", "Kyiv");
  const rows = fc.array(
    fc.record({
      property: name,
      type: fc.constantFrom<PropertyRow["type"][]>("string", "number", "bool", "date", "datetime"),
      value: fc.constantFrom("{fields.a}", "{fields.b}", "{fields.a} {fields.b}", "7"),
      mode: fc.constantFrom<PropertyRow["mode"][]>("gap", "always"),
    }),
  );
  const standing = fc.dictionary(name, text.filter(Boolean));
  fc.assert(
    fc.property(rows, fc.record({ a: text, b: text }), standing, (given, fields, values) => {
      // A property has one type in HubSpot.
      const typeOf = new Map(given.map(({ property, type }) => [property, type]));
      const list = given.map((each) =>
        row({ ...each, label: each.property, type: typeOf.get(each.property) ?? each.type }),
      );
      const event = form(fields);
      const first = decided(write(use("contact", "100")), { rows: list, event, contacts: [contact({ values })] });
      const set = first.writes.flatMap((each) => (each.do === "update" ? [each.properties] : []));
      const now = Object.assign({}, values, ...set);
      const again = decided(write(use("contact", "100")), { rows: list, event, contacts: [contact({ values: now })] });
      assert.ok(again.writes.every((each) => each.do === "use"));
    }),
    { numRuns: 1_000 },
  );
});

describe("a meeting", () => {
  const event: Event = {
    ...form(),
    type: "meeting.completed",
    subject: "generic/m-1",
    data: { meetingId: "m-1", title: "Roof" },
  };
  const rows = (["contact", "company", "deal"] as const).map((object) =>
    row({ on: "meeting", object, property: "last_meeting", label: "Last meeting", value: "{title}", mode: "always" }),
  );
  const link = (what: "contact" | "company" | "deal", id: string) => ({ what, ref: { id } });
  const links = [link("contact", "100"), link("contact", "101"), link("company", "700"), link("deal", "500")];
  const summary: CreateWrite = { ...newContact, what: "meeting", key: "e-1/meeting", associate: links };
  const written = ({ writes }: Plan) => writes.flatMap((each) => (each.do === "update" ? [each.key] : []));
  const all = ["e-1/contact-properties", "e-1/contact-properties-2", "e-1/company-properties", "e-1/deal-properties"];

  it("is written to everybody who took part, and to all that it is put on", () => {
    assert.deepEqual(written(decided(write(summary), { rows, event })), all);
  });

  it("has its late news written to all that it was put on before, but not to those that say it already", () => {
    const known: KnownCall = { ...nothingWritten, meeting: { ref: { id: "800" }, properties: {}, links } };
    const given = { rows, event, calls: { [event.subject]: known } };
    assert.deepEqual(written(decided(write(), given)), all);
    const said: [string, Record<string, string>][] = [["contact 101", { last_meeting: "Roof" }]];
    assert.deepEqual(
      written(decided(write(), { ...given, standing: said })),
      all.filter((key) => !key.endsWith("-2")),
    );
  });

  it("leaves everything as it is when it is deleted", () => {
    assert.deepEqual(decided(write(summary), { rows, event: { ...event, type: "meeting.deleted" } }), write(summary));
  });
});
