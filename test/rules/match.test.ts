// Which contact a number belongs to, and which one of several.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Contact } from "../../src/model/crm.ts";
import { chooseContact, verified } from "../../src/rules/match.ts";
import { anna, boris, clientPhone, contact, deal, phone } from "./given.ts";

const number = phone(clientPhone).e164;

describe("a candidate of HubSpot's fuzzy search counts", () => {
  const rows: [title: string, phones: string[], counts: boolean][] = [
    ["when its number is the number, however a person wrote it", ["(050) 123-45-67"], true],
    ["when its second number is", ["+4930123456", "380501234567"], true],
    ["with an extension behind it", ["+380501234567 ext. 5"], true],
    ["not with the same national digits in another country", ["+48501234567"], false],
    ["not when only the last digits are the same", ["+380671234567"], false],
    ["not without any number", [], false],
    ["not with a text that is none", ["ask Ivan"], false],
  ];
  for (const [title, phones, counts] of rows) {
    it(title, () => assert.equal(verified([contact({ phones })], number, "UA").length, counts ? 1 : 0));
  }

  it("national digits mean the portal's country: 0501234567 of a Slovak portal is no Ukrainian", () => {
    const [slovak] = [contact({ phones: ["0501234567"] })];
    assert.equal(verified([slovak], number, "UA").length, 1);
    assert.equal(verified([slovak], number, "SK").length, 0);
  });
});

describe("of several contacts with one number is chosen", () => {
  const old = "2025-01-01T00:00:00.000Z";
  const young = "2026-01-01T00:00:00.000Z";
  const ivan = contact({ id: "1", name: "Ivan", createdAt: young });
  const others = [
    contact({ id: "2", name: "Petro", createdAt: old }),
    contact({ id: "3", name: "Olha", createdAt: old }),
  ];
  type Row = [title: string, ivan: Contact, others: Contact[], says: RegExp];
  const rows: Row[] = [
    [
      "the one with an open deal, before the answering employee's own, the active and the old",
      { ...ivan, deals: [deal()] },
      others.map((other) => ({ ...other, ownerId: anna.id, lastActivityAt: young, deals: [deal({ open: false })] })),
      /and it has an open deal \(the others: Petro, Olha\)$/,
    ],
    [
      "the answering employee's, before the active and the old",
      { ...ivan, ownerId: anna.id },
      others.map((other) => ({ ...other, ownerId: boris.id, lastActivityAt: young })),
      /and its owner is the employee on the call \(the others: Petro, Olha\)$/,
    ],
    [
      "the one active last, before the old",
      { ...ivan, lastActivityAt: young },
      others.map((other, index) => ({ ...other, lastActivityAt: index === 0 ? old : null })),
      /and it was active last \(the others: Petro, Olha\)$/,
    ],
    [
      "the oldest, when nothing else tells them apart",
      { ...ivan, createdAt: "2024-01-01T00:00:00.000Z" },
      others,
      /^3 contacts have \+380…4567 and it is the oldest \(the others: Petro, Olha\)$/,
    ],
    [
      "the answering employee's among those with an open deal",
      { ...ivan, ownerId: anna.id, deals: [deal()] },
      others.map((other) => ({ ...other, deals: [deal()] })),
      /its owner is the employee on the call/,
    ],
  ];
  for (const [title, chosen, rest, says] of rows) {
    it(title, () => {
      const match = chooseContact([...rest, chosen], anna.id, "+380…4567");
      assert.equal(match?.contact.name, "Ivan");
      assert.match(match?.because ?? "", says);
    });
  }

  it("nobody's, when no employee is known: ownership then decides nothing", () => {
    const match = chooseContact([{ ...ivan, ownerId: null }, ...others], null, "+380…4567");
    assert.equal(match?.contact.name, "Petro");
  });

  it("the same one in whatever order HubSpot lists them, with the same reason", () => {
    const anyContact = fc.record({
      ownerId: fc.constantFrom(anna.id, boris.id, null),
      lastActivityAt: fc.constantFrom(old, young, null),
      createdAt: fc.constantFrom(old, young),
      deals: fc.constantFrom<Contact["deals"][]>([], [deal()], [deal({ open: false })]),
    });
    const listed = fc
      .array(anyContact, { minLength: 1, maxLength: 8 })
      .map((changes) => changes.map((change, index) => contact({ id: `${index}`, name: `c${index}`, ...change })));
    const twice = listed.chain((contacts) =>
      fc.tuple(fc.constant(contacts), fc.shuffledSubarray(contacts, { minLength: contacts.length })),
    );
    fc.assert(
      fc.property(twice, fc.constantFrom(anna.id, null), ([contacts, shuffled], answerer) => {
        assert.deepEqual(chooseContact(shuffled, answerer, "…"), chooseContact(contacts, answerer, "…"));
      }),
    );
  });

  it("and names at most five of the others", () => {
    const eight = Array.from({ length: 8 }, (_, index) => contact({ id: `${index}`, name: `c${index}` }));
    assert.match(chooseContact(eight, null, "…")?.because ?? "", /\(the others: c1, c2, c3, c4, c5 and 2 more\)$/);
  });
});

it("a number that one contact has is that contact's, and one that nobody has is nobody's", () => {
  assert.equal(chooseContact([contact()], null, "+380…4567")?.because, "+380…4567 is a number of Ivan Petrenko");
  assert.equal(chooseContact([], null, "+380…4567"), null);
});
