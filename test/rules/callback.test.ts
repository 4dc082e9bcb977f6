// Tasks to call somebody back: never stacked, and completed as soon as somebody spoke with the client.
import assert from "node:assert/strict";
import { it } from "node:test";
import type { OpenTask } from "../../src/model/crm.ts";
import { decide } from "../../src/rules/decide.ts";
import { decideBatch } from "../../src/rules/fold.ts";
import { callEvent, clientPhone, contact, phone, rulebook, snapshot } from "./given.ts";

const number = phone(clientPhone).e164;
const open: OpenTask = { key: "earlier/task", ref: { id: "77" }, since: "2026-10-09T08:00:00.000Z" };
const missed = { outcome: "missed", talkSeconds: 0 } as const;

function numbered(index: number, change: Parameters<typeof callEvent>[0]) {
  return { ...callEvent(change), id: `event-${index}`, subject: `test/${index}` };
}

function tasksOf(plan: ReturnType<typeof decide>): string[] {
  return plan.writes.filter((write) => write.what === "task").map((write) => `${write.do} ${write.key}`);
}

it("a first missed call makes a task that is remembered by the caller's number", () => {
  const plan = decide(numbered(1, missed), snapshot([contact()]), rulebook());
  const task = plan.writes.find((write) => write.what === "task");
  assert.ok(task?.do === "create");
  assert.equal(task.callbackFor, number);
});

it("another missed call while the task is open makes none, and says why", () => {
  const plan = decide(numbered(1, missed), snapshot([contact()], {}, [[number, [open]]]), rulebook());
  const task = plan.writes.find((write) => write.what === "task");
  assert.deepEqual(task, {
    do: "use",
    what: "task",
    key: "event-1/task",
    ref: { id: "77" },
    name: "Call back",
    because: "a task to call this client back is still open",
  });
});

for (const direction of ["in", "out"] as const) {
  it(`speaking with the client (${direction}) completes every open task to call back`, () => {
    const tasks = [open, { ...open, key: "older/task", ref: { id: "78" } }];
    const plan = decide(numbered(1, { direction }), snapshot([contact()], {}, [[number, tasks]]), rulebook());
    const updates = plan.writes.filter((write) => write.do === "update" && write.what === "task");
    assert.deepEqual(
      updates.map((write) => write.do === "update" && [write.ref, write.properties, write.closes]),
      [
        [{ id: "77" }, { hs_task_status: "COMPLETED" }, "earlier/task"],
        [{ id: "78" }, { hs_task_status: "COMPLETED" }, "older/task"],
      ],
    );
  });
}

it("calling the client in vain leaves the task open", () => {
  const inVain = { direction: "out", outcome: "no_answer_by_client", talkSeconds: 0 } as const;
  const plan = decide(numbered(1, inVain), snapshot([contact()], {}, [[number, [open]]]), rulebook());
  assert.deepEqual(tasksOf(plan), []);
});

it("within one batch: missed, missed, answered, missed make one task, complete it, and make a new one", () => {
  const events = [numbered(1, missed), numbered(2, missed), numbered(3, {}), numbered(4, missed)];
  const plans = decideBatch(events, snapshot([contact()]), rulebook()).map(({ plan }) => tasksOf(plan));
  assert.deepEqual(plans, [
    ["create event-1/task"],
    ["use event-2/task"],
    ["update event-3/task-done-0"],
    ["create event-4/task"],
  ]);
});

it("a task of another caller is nobody else's business", () => {
  const plan = decide(numbered(1, {}), snapshot([contact()], {}, [["+380509999999", [open]]]), rulebook());
  assert.deepEqual(tasksOf(plan), []);
});

it("a call from before the client was missed, told of late, leaves the task open", () => {
  const later = { ...open, since: "2026-10-09T09:40:00.000Z" };
  const plan = decide(numbered(1, {}), snapshot([contact()], {}, [[number, [later]]]), rulebook());
  assert.deepEqual(tasksOf(plan), []);
});
