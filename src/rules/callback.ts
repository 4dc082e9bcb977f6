// Tasks to call somebody back: repeated misses do not stack them, and speaking with the client completes them.
import type { OpenTask } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
import type { E164 } from "../model/ids.ts";
import type { CreateWrite, UpdateWrite, UseWrite, Write } from "../model/plan.ts";
import { isAnswered } from "./case.ts";

/** What becomes of the task that the matrix asks for, and of those that are still open for the number. */
export function withOpenTasks(
  event: CallEvent,
  number: E164,
  task: CreateWrite | null,
  open: readonly OpenTask[],
): Write[] {
  const completed = isAnswered(event.data.outcome) ? completedTasks(event, open) : [];
  if (task?.properties.hs_task_type !== "CALL") return task ? [...completed, task] : completed;
  const [standing] = isAnswered(event.data.outcome) ? [] : open;
  return [...completed, standing ? keep(event, standing) : { ...task, callbackFor: number }];
}

/** The updates that complete them, because somebody has spoken with the client after he was missed. */
export function completedTasks(event: CallEvent, open: readonly OpenTask[]): UpdateWrite[] {
  const answered = open.filter(({ since }) => Date.parse(since) <= Date.parse(event.time));
  return answered.map(({ key, ref }, index) => ({
    do: "update",
    what: "task",
    key: `${event.id}/task-done-${index}`,
    ref,
    properties: { hs_task_status: "COMPLETED" },
    closes: key,
    because: "somebody has spoken with the client since",
  }));
}

function keep(event: CallEvent, { ref }: OpenTask): UseWrite {
  return {
    do: "use",
    what: "task",
    key: `${event.id}/task`,
    ref,
    name: "Call back",
    because: "a task to call this client back is still open",
  };
}
