// Every case of the recommended matrix: what is created, used and updated, who owns it, and by when it is due.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RecordRef } from "../../src/model/crm.ts";
import type { Plan, Write } from "../../src/model/plan.ts";
import { decide } from "../../src/rules/decide.ts";
import { type CallCase, callCases, examples } from "./cases.ts";
import { anna, boris, rulebook, snapshot, tamara } from "./given.ts";

const names = new Map([anna, boris, tamara].map(({ id, name }) => [id, name]));

/** "create task of Tamara on new contact, new deal: Call back +380501234567 by 13:31:35". */
function summary(write: Write): string {
  if (write.do === "upsert") return `upsert ${write.name} ${write.idValue}`;
  if (write.do !== "create") return `${write.do} ${write.what} ${named(write.ref)}`;
  const { what, properties, associate } = write;
  const owner = properties.hubspot_owner_id;
  const on = associate.map((link) => ("id" in link.ref ? `${link.what} ${link.ref.id}` : `new ${link.what}`));
  const task = what === "task" ? `: ${properties.hs_task_subject} by ${properties.hs_timestamp?.slice(11, 19)}` : "";
  const of = ` of ${owner === undefined ? "nobody" : (names.get(owner) ?? owner)}`;
  return `create ${what}${of}${on.length > 0 ? ` on ${on.join(", ")}` : ""}${task}`;
}

function named(ref: RecordRef): string {
  return "id" in ref ? ref.id : ref.key;
}

function planFor(caseKey: CallCase): Plan {
  const { event, known } = examples[caseKey];
  return decide(event, snapshot(known), rulebook());
}

const usesBoth = ["use contact 100", "use deal 500"];
const newBoth = "on new contact, new deal";
const knownBoth = "on contact 100, deal 500";
const checkVera = "Check settings: Vera is not mapped to a HubSpot owner by 13:31:35";

type Row = [caseKey: CallCase, says: RegExp, writes: string[]];

const ringostatsOwn: Record<string, Row[]> = {
  "incoming, new client, answered: contact and deal of the answering manager": [
    [
      "in.new.answered",
      /^Incoming call from a new client, answered by Anna\.$/,
      ["create contact of Anna", "create deal of Anna on new contact", `create call of Anna ${newBoth}`],
    ],
  ],
  "incoming, known client, answered by the responsible: recorded on the existing deal and contact": [
    [
      "in.known.answered_by_responsible",
      /^Incoming call from a known client, answered by Anna, who is responsible\.$/,
      [...usesBoth, `create call of Anna ${knownBoth}`],
    ],
  ],
  "incoming, known client, answered by another: recorded there too, as the call of whoever answered": [
    [
      "in.known.answered_by_another",
      /answered by Anna, who is not the responsible\.$/,
      [...usesBoth, `create call of Anna ${knownBoth}`],
    ],
  ],
  "missed, new client: contact, deal and task for the TOP manager": [
    [
      "in.new.missed",
      /^Incoming call from a new client, missed\.$/,
      [
        "create contact of Tamara",
        "create deal of Tamara on new contact",
        `create call of Tamara ${newBoth}`,
        `create task of Tamara ${newBoth}: Call back +380501234567 by 13:31:35`,
      ],
    ],
  ],
  "missed, known client: task for the responsible on the existing deal and contact": [
    [
      "in.known.missed",
      /^Incoming call from a known client, missed\.$/,
      [
        ...usesBoth,
        `create call of Boris ${knownBoth}`,
        `create task of Boris ${knownBoth}: Call back Ivan Petrenko by 13:31:35`,
      ],
    ],
  ],
  "outgoing, success: recorded on the existing deal and contact": [
    [
      "out.known.answered_by_responsible",
      /^Outgoing call to a known client, made by Anna, who is responsible\.$/,
      [...usesBoth, `create call of Anna ${knownBoth}`],
    ],
    [
      "out.known.answered_by_another",
      /made by Anna, who is not the responsible\.$/,
      [...usesBoth, `create call of Anna ${knownBoth}`],
    ],
  ],
  "unknown employee: task for the TOP manager to check the settings": [
    [
      "in.new.unknown_employee",
      /answered by Vera, who is not mapped to a HubSpot owner\.$/,
      [
        "create contact of Tamara",
        "create deal of Tamara on new contact",
        `create call of Tamara ${newBoth}`,
        `create task of Tamara ${newBoth}: ${checkVera}`,
      ],
    ],
    [
      "in.known.unknown_employee",
      /^Incoming call from a known client, answered by Vera/,
      [...usesBoth, `create call of Tamara ${knownBoth}`, `create task of Tamara ${knownBoth}: ${checkVera}`],
    ],
    [
      "out.new.unknown_employee",
      /^Outgoing call to a new client, made by Vera, who is not mapped to a HubSpot owner\.$/,
      [
        "create contact of Tamara",
        "create call of Tamara on new contact",
        `create task of Tamara on new contact: ${checkVera}`,
      ],
    ],
    [
      "out.known.unknown_employee",
      /^Outgoing call to a known client, made by Vera/,
      [...usesBoth, `create call of Tamara ${knownBoth}`, `create task of Tamara ${knownBoth}: ${checkVera}`],
    ],
  ],
};

const others: Row[] = [
  [
    "out.new.answered",
    /^Outgoing call to a new client, made by Anna\.$/,
    ["create contact of Anna", "create call of Anna on new contact"],
  ],
  ["out.known.missed", /not answered by the client\.$/, [...usesBoth, `create call of Anna ${knownBoth}`]],
];

function check([caseKey, says, writes]: Row): void {
  const plan = planFor(caseKey);
  assert.equal(plan.verdict, "write");
  assert.match(plan.because, says);
  assert.deepEqual(plan.writes.map(summary), writes);
}

describe("Ringostat's own matrix for HubSpot, case by case", () => {
  for (const [title, rows] of Object.entries(ringostatsOwn)) it(title, () => rows.forEach(check));
});

describe("the cases that Ringostat's matrix leaves open", () => {
  for (const row of others) it(`${row[0]} is written as recommended`, () => check(row));

  it("an unanswered call to a number that nobody has writes nothing and says so", () => {
    const plan = planFor("out.new.missed");
    assert.deepEqual([plan.verdict, plan.writes], ["ignore", []]);
    assert.match(plan.because, /not answered by the client\. The matrix makes no contact in this case\.$/);
  });

  it("no case of the matrix is without a row here", () => {
    const told = [...Object.values(ringostatsOwn).flat(), ...others].map(([caseKey]) => caseKey);
    assert.deepEqual([...told, "out.new.missed"].toSorted(), callCases.toSorted());
  });
});

it("every write of every case says why, and keeps one key for ever", () => {
  for (const caseKey of callCases) {
    const plan = planFor(caseKey);
    for (const write of plan.writes) {
      assert.match(write.because, /\S{2,}/, caseKey);
      assert.equal(write.key, `event-1/${write.what}`, caseKey);
    }
    assert.deepEqual(planFor(caseKey), plan, "the same event decided twice differs");
  }
});
