// Who takes a ringing call.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Employee } from "../../src/model/employee.ts";
import { readPhone } from "../../src/rules/phone.ts";
import { type Address, addressOf, type Responsible, routeFor } from "../../src/rules/route.ts";
import { anna, boris, clientPhone, employee, left, linePhone, rulebook, tamara } from "./given.ts";

const people = [
  employee({ id: "e-1", name: "Anna", ownerId: anna.id, phone: "067 111 11 11", sip: "acme_101", extension: "101" }),
  employee({ id: "e-2", name: "Boris", ownerId: boris.id, phone: "+380672222222", extension: "102" }),
  employee({ id: "e-3", name: "Tamara", ownerId: tamara.id, phone: "+380673333333", sip: "acme_103" }),
  employee({ id: "e-4", name: "Vera", phone: "+380674444444" }),
];

interface Given {
  caller?: string | null;
  known?: Partial<Responsible> | null;
  wanted?: Address[];
  employees?: Employee[];
  settings?: NonNullable<NonNullable<Parameters<typeof rulebook>[0]>["settings"]>;
}

function told({
  caller = clientPhone,
  known = null,
  wanted = ["phone"],
  employees = people,
  settings,
}: Given): string[] {
  const book = rulebook({ employees, ...(settings ? { settings } : {}) });
  const { by, taker } = routeFor(
    readPhone(caller, "UA"),
    known && { dealOwnerId: null, ownerId: null, ...known },
    wanted,
    { settings: book.settings, employees, owners: book.directory.owners },
  );
  return [by, taker?.name ?? "", addressOf(taker, wanted) ?? ""];
}

const toTamara = ["top_manager", "Tamara", "+380673333333"];
const nobody = ["nobody", "", ""];

const rows: [title: string, given: Given, expected: string[]][] = [
  [
    "the deal's owner comes before the contact's",
    { known: { dealOwnerId: anna.id, ownerId: boris.id } },
    ["deal_owner", "Anna", "+380671111111"],
  ],
  ["then the contact's owner", { known: { ownerId: boris.id } }, ["contact_owner", "Boris", "+380672222222"]],
  ["then the TOP manager", { known: {} }, toTamara],
  ["whom an unknown caller gets too", {}, toTamara],
  ["unless the settings say nobody", { settings: { routeTo: "nobody" } }, nobody],
  ["no TOP manager is chosen: nobody", { settings: { topManagerOwnerId: null } }, nobody],
  [
    "one who left HubSpot is passed over",
    { known: { dealOwnerId: left, ownerId: boris.id } },
    ["contact_owner", "Boris", "+380672222222"],
  ],
  [
    "an owner who is no employee is passed over",
    { known: { dealOwnerId: anna.id, ownerId: boris.id }, employees: people.slice(1) },
    ["contact_owner", "Boris", "+380672222222"],
  ],
  [
    "one without the wanted address is passed over",
    { known: { dealOwnerId: boris.id }, wanted: ["sip"] },
    ["top_manager", "Tamara", "acme_103"],
  ],
  [
    "any of several addresses will do, the first wanted one is said",
    { known: { dealOwnerId: boris.id }, wanted: ["sip", "extension", "phone"] },
    ["deal_owner", "Boris", "102"],
  ],
  [
    "a phone that is none counts as missing",
    { known: { ownerId: anna.id }, employees: [employee({ ownerId: anna.id, phone: "ask Vera" })] },
    nobody,
  ],
  [
    "of two employees of one owner the first who can be rung takes it",
    {
      known: { ownerId: anna.id },
      employees: [
        employee({ ownerId: anna.id }),
        employee({ name: "Anna's mobile", ownerId: anna.id, phone: "0671111111" }),
      ],
    },
    ["contact_owner", "Anna's mobile", "+380671111111"],
  ],
  [
    "an employee who is not mapped is found by the owner's e-mail",
    {
      known: { ownerId: boris.id },
      employees: [employee({ name: "B", email: "Boris@ACME.test", phone: "0672222222" })],
    },
    ["contact_owner", "B", "+380672222222"],
  ],
  [
    "but not one who is mapped to somebody else",
    {
      known: { ownerId: boris.id },
      employees: [employee({ email: "boris@acme.test", ownerId: anna.id, phone: "0672222222" })],
    },
    nobody,
  ],
  ["a hidden number is a caller without a responsible", { caller: "anonymous" }, toTamara],
  ["an empty one too", { caller: "" }, toTamara],
  ["and one that cannot be read", { caller: "7" }, toTamara],
  [
    "a colleague who rings in is left to the phone system",
    { caller: "0674444444", known: { ownerId: anna.id } },
    nobody,
  ],
  [
    "so is one of the own lines",
    { caller: linePhone, known: { ownerId: anna.id }, settings: { ownNumbers: ["044 111-22-33"] } },
    nobody,
  ],
  ["and a blocked number", { settings: { blockedNumbers: [clientPhone] } }, nobody],
];

describe("who takes the call", () => {
  for (const [title, given, expected] of rows) it(title, () => assert.deepEqual(told(given), expected));
});
