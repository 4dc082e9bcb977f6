// Where a sign-up stands, for every way that its plan can look and every way that it can have got on.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Write } from "../../src/model/plan.ts";
import type { Status } from "../../src/store/activity.ts";
import { signUpStanding, signUpStep, signUpSteps } from "../../src/web/sign-up-steps.ts";
import { progressOf, type WriteState } from "../../src/web/steps.ts";

const ref = { id: "1" };
const because = "so it is";
const createCompany: Write = { do: "create", what: "company", key: "company", properties: {}, associate: [], because };
const useCompany: Write = { do: "use", what: "company", key: "company", ref, name: "Acme", because };
const updateCompany: Write = { do: "update", what: "company", key: "company-news", ref, properties: {}, because };
const createContact: Write = { do: "create", what: "contact", key: "contact", properties: {}, associate: [], because };
const inline: Write = { ...createContact, associate: [{ what: "company", ref }] };
const updateContact: Write = { do: "update", what: "contact", key: "contact-news", ref, properties: {}, because };
const link: Write = {
  do: "associate",
  what: "contact",
  key: "links",
  ref,
  associate: [{ what: "company", ref }],
  because,
};
const note: Write = { do: "create", what: "note", key: "note", properties: {}, associate: [], because };

type Stand = Partial<Record<string, WriteState>>;

function progress(writes: Write[], states: Stand, status: Status, found: string[] = []) {
  const entries = writes.map((write) => ({
    key: write.key,
    do: write.do,
    what: write.what,
    state: states[write.key] ?? "planned",
    hubspotId: null,
    because: found.includes(write.key) ? "HubSpot already had it, so nothing was made twice" : because,
  }));
  return progressOf({ plan: writes.length > 0 ? { verdict: "write", because, writes } : null, entries, status });
}

const whole = [createCompany, createContact, link];
const stands: [name: string, Write[], Stand, Status, step: string, standing: string][] = [
  ["nothing is decided", [], {}, "waiting", "company", "0 of 3 steps done"],
  ["nothing could be decided", [], {}, "parked", "company", "0 of 3 steps done"],
  ["nothing is to be written", [], {}, "ignored", "done", "0 of 0 steps done"],
  ["nothing is written yet", whole, {}, "waiting", "company", "0 of 3 steps done"],
  ["the company is under way", whole, { company: "sent" }, "waiting", "company", "0 of 3 steps done"],
  ["the company is there", whole, { company: "done" }, "waiting", "contact", "1 of 3 steps done: company"],
  [
    "the contact is under way",
    whole,
    { company: "done", contact: "sent" },
    "waiting",
    "contact",
    "1 of 3 steps done: company",
  ],
  [
    "only their association is left",
    whole,
    { company: "done", contact: "done" },
    "waiting",
    "association",
    "2 of 3 steps done: company, contact",
  ],
  [
    "all is written, and not settled yet",
    whole,
    { company: "done", contact: "done", links: "done" },
    "waiting",
    "done",
    "3 of 3 steps done: company, contact, association",
  ],
  [
    "the contact was refused",
    whole,
    { company: "done", contact: "refused", links: "refused" },
    "parked",
    "contact",
    "1 of 3 steps done: company",
  ],
  [
    "a gap of the company is still to be filled",
    [useCompany, updateCompany, createContact],
    { company: "done" },
    "waiting",
    "company",
    "0 of 2 steps done",
  ],
  ["there is no company", [createContact], {}, "waiting", "contact", "0 of 1 steps done"],
  [
    "the contact is made with its company on it",
    [useCompany, inline],
    { company: "done" },
    "waiting",
    "contact",
    "1 of 3 steps done: company",
  ],
  [
    "and with it the association",
    [useCompany, inline],
    { company: "done", contact: "done" },
    "waiting",
    "done",
    "3 of 3 steps done: company, contact, association",
  ],
  [
    "other writes are no steps of their own",
    [createContact, note],
    { contact: "done" },
    "waiting",
    "done",
    "1 of 1 steps done: contact",
  ],
];

for (const [name, writes, states, status, step, standing] of stands)
  test(`${name}: next is ${step}`, () => {
    const told = progress(writes, states, status);
    assert.equal(signUpStep(told, status), step);
    assert.equal(signUpStanding(told, status), standing);
  });

test("what is done is done, even if something optional was refused", () => {
  const told = progress([createContact, updateCompany], { contact: "done", "company-news": "refused" }, "done");
  assert.equal(signUpStep(told, "done"), "done");
});

const titles = (writes: Write[], states: Stand, status: Status, found: string[] = []) =>
  signUpSteps(progress(writes, states, status, found), status).map(({ title, state }) => `${title}: ${state}`);

test("the list names every step with its state, and ends with Done", () => {
  assert.deepEqual(titles([], {}, "waiting"), [
    "Company found or created: planned",
    "Contact found or created: planned",
    "Contact associated with company: planned",
    "Done: planned",
  ]);
  assert.deepEqual(titles(whole, { company: "done", contact: "sent" }, "waiting"), [
    "Company created: done",
    "Contact found or created: sent",
    "Contact associated with company: planned",
    "Done: planned",
  ]);
  assert.deepEqual(titles([useCompany, updateContact, link], { company: "done" }, "parked"), [
    "Company found: done",
    "Contact updated: planned",
    "Contact associated with company: planned",
    "Done: planned",
  ]);
});

test("a record that HubSpot already had was found, not created; other writes come before the end", () => {
  const all = { company: "done", "company-news": "done", contact: "done", note: "done" } as const;
  assert.deepEqual(titles([useCompany, updateCompany, inline, note], all, "done", ["contact"]), [
    "Company found and updated: done",
    "Contact found: done",
    "Contact associated with company: done",
    "Created a note: done",
    "Done: done",
  ]);
});

test("what was ignored has no steps before it and no end", () => {
  assert.deepEqual(titles([], {}, "ignored"), []);
});

test("a step gathers the reasons of its writes, and says one thing once", () => {
  const [company, contact, association] = signUpSteps(
    progress([useCompany, updateCompany, inline], {}, "waiting"),
    "waiting",
  );
  assert.deepEqual(
    [company, contact, association].map((step) => step?.reasons.length),
    [2, 1, 0],
  );
});
