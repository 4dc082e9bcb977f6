// The sentences of the pages: what a write is called before and after it is done, and how lists and owners are written.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ObjectType } from "../../src/model/crm.ts";
import type { Write } from "../../src/model/plan.ts";
import { listText, manyLine, ownerOf, refusedLine, typeLabel, writeLine, writeTitle } from "../../src/web/words.ts";

const because = "nobody has +380…1122";
const ref = { id: "1" };
const key = "e/x";

function linked(what: ObjectType, counts: Partial<Record<ObjectType, number>>): Write {
  const associate = Object.entries(counts).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, index) => ({ what: name as ObjectType, ref: { id: String(index) } })),
  );
  return { do: "associate", what, key, ref, associate, because };
}

const create: Write = { do: "create", what: "contact", key, properties: {}, associate: [], because };
const update: Write = { do: "update", what: "company", key, ref, properties: {}, because };
const use: Write = { do: "use", what: "deal", key, ref, name: "Roof", because };

const sentences: [Write, done: string, todo: string][] = [
  [create, "Created a contact", "Create a contact"],
  [
    { do: "create", what: "communication", key, properties: {}, associate: [], because },
    "Created a message",
    "Create a message",
  ],
  [update, "Updated the company", "Update the company"],
  [use, "Used the existing deal", "Use the existing deal"],
  [linked("contact", { company: 1 }), "Linked the contact with 1 company", "Link the contact with 1 company"],
  [
    linked("meeting", { company: 12, deal: 60 }),
    "Linked the meeting with 12 companies and 60 deals",
    "Link the meeting with 12 companies and 60 deals",
  ],
  [
    linked("note", { contact: 1, company: 2, deal: 1 }),
    "Linked the note with 1 contact, 2 companies and 1 deal",
    "Link the note with 1 contact, 2 companies and 1 deal",
  ],
  [
    { do: "announce", what: "call", key, ref, because },
    "Offered HubSpot the recording of the call",
    "Offer HubSpot the recording of the call",
  ],
];

test("a write has a title, a sentence with its reason, and one for when HubSpot refused it", () => {
  for (const [write, done, todo] of sentences) {
    const bare = todo.charAt(0).toLowerCase() + todo.slice(1);
    assert.equal(writeTitle(write, true), done);
    assert.equal(writeTitle(write, false), todo);
    assert.equal(writeLine(write, true), `${done} because ${because}.`);
    assert.equal(writeLine(write, false), `Will ${bare} because ${because}.`);
    assert.equal(refusedLine(write, "HubSpot wants an industry."), `Could not ${bare}: HubSpot wants an industry.`);
  }
});

test("several writes of one kind are counted", () => {
  assert.equal(manyLine(create, 40, true), "Created 40 contacts.");
  assert.equal(manyLine(update, 12, false), "Will update 12 companies.");
  assert.equal(manyLine(use, 5, true), "Used 5 existing deals.");
});

test("a reason that ends with a full stop gets no second one", () => {
  const write: Write = { do: "update", what: "deal", key, ref, properties: {}, because: "it was won." };
  assert.equal(writeLine(write, true), "Updated the deal because it was won.");
});

test("lists and owners are written as people write them; a type nobody knows is itself", () => {
  assert.deepEqual(
    [[], ["a"], ["a", "b"], ["a", "b", "c"]].map((items) => listText(items)),
    ["", "a", "a and b", "a, b and c"],
  );
  assert.deepEqual(["Ringostat", "Fireflies"].map(ownerOf), ["Ringostat’s", "Fireflies’"]);
  assert.deepEqual(["customer.registered", "constructor", "fax.sent"].map(typeLabel), [
    "Sign-up",
    "constructor",
    "fax.sent",
  ]);
});
