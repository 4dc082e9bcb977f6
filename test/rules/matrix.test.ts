// Whatever the matrix says, the plan obeys it: every combination of a changed row, in every case.
import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { MatrixRow } from "../../src/model/matrix.ts";
import type { Plan } from "../../src/model/plan.ts";
import { decide } from "../../src/rules/decide.ts";
import { type CallCase, callCases, examples } from "./cases.ts";
import { anna, boris, creates, rulebook, snapshot, tamara } from "./given.ts";

const anyRow: fc.Arbitrary<MatrixRow> = fc.record({
  contact: fc.constantFrom("create", "existing"),
  deal: fc.constantFrom("create", "existing", "none"),
  call: fc.constantFrom("log", "skip"),
  task: fc.constantFrom("none", "call_back", "check_settings", "inform"),
  owner: fc.constantFrom("employee", "responsible", "top_manager"),
  dueHours: fc.integer({ min: 0, max: 720 }),
});

function told(plan: Plan, what: string): string[] {
  return plan.writes.filter((write) => write.what === what && write.do !== "update").map((write) => write.do);
}

/** Who took part and who is responsible, as the examples are built. */
function ownersIn(caseKey: CallCase): Record<MatrixRow["owner"], (string | undefined)[]> {
  const employee = /missed|unknown/.test(caseKey) && !caseKey.startsWith("out.") ? undefined : anna.id;
  const caller = caseKey.endsWith("unknown_employee") ? undefined : employee;
  const responsible = caseKey.includes(".new.") ? undefined : caseKey.endsWith("by_responsible") ? anna.id : boris.id;
  return {
    employee: [caller, responsible, tamara.id],
    responsible: [responsible, caller, tamara.id],
    top_manager: [tamara.id],
  };
}

function obeys(caseKey: CallCase, row: MatrixRow, hasDeal: boolean): void {
  const { event, known } = examples[caseKey];
  const contacts = known.map((contact) => (hasDeal ? contact : { ...contact, deals: [] }));
  // Only this case's row is changed: were the event another case, the plan would follow another row.
  const plan = decide(event, snapshot(contacts), rulebook({ matrix: { [caseKey]: row } }));
  const isNew = contacts.length === 0;
  if (isNew && row.contact === "existing") {
    assert.deepEqual([plan.verdict, plan.writes], ["ignore", []]);
    return;
  }
  const open = !isNew && hasDeal;
  assert.equal(plan.verdict, "write");
  assert.deepEqual(told(plan, "contact"), [isNew ? "create" : "use"]);
  assert.deepEqual(
    told(plan, "deal"),
    row.deal === "none" ? [] : open ? ["use"] : row.deal === "create" ? ["create"] : [],
  );
  assert.deepEqual(told(plan, "call"), row.call === "log" ? ["create"] : []);
  assert.deepEqual(told(plan, "task"), row.task === "none" ? [] : ["create"]);

  const owner = ownersIn(caseKey)[row.owner].find((id) => id !== undefined);
  const hangsOn = plan.writes
    .filter((write) => write.what === "contact" || write.what === "deal")
    .map(({ what }) => what);
  for (const { what, properties, associate } of creates(plan)) {
    if (what !== "call") assert.equal(properties.hubspot_owner_id, owner, what);
    if (what === "call" || what === "task")
      assert.deepEqual(
        associate.map((link) => link.what),
        hangsOn,
      );
    if (what !== "task") continue;
    assert.equal(properties.hs_task_type, row.task === "call_back" ? "CALL" : "TODO");
    const due = Date.parse("2026-10-09T09:31:35.000Z") + row.dueHours * 3_600_000;
    assert.equal(properties.hs_timestamp, new Date(due).toISOString());
  }
}

it("the plan obeys any row in any case, with an open deal and without", () => {
  fc.assert(fc.property(fc.constantFrom(...callCases), anyRow, fc.boolean(), obeys), { numRuns: 3000 });
});
