// Tasks to call back after news of a call that is logged: completed when somebody spoke with the client after all, made
// when nobody did after all, as if it had been known at once.
import type { KnownCall, Snapshot } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
import type { Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { completedTasks, withOpenTasks } from "./callback.ts";
import { isAnswered } from "./case.ts";
import { customerOf } from "./customer.ts";
import { judge, linksTo } from "./judgement.ts";
import { wholeCall } from "./moments.ts";
import { taskFor } from "./task.ts";

/** Whether what came last says that nobody spoke with the client, as others had said. */
export function isMissedAfterAll(outcome: CallEvent["data"]["outcome"], [first, ...others]: readonly CallEvent[]) {
  return !isAnswered(outcome) && first !== undefined && isAnswered(wholeCall([first, ...others]).outcome);
}

/** @param told what was told of the call before */
export function tasksAfterNews(
  call: CallEvent,
  told: readonly CallEvent[],
  known: KnownCall,
  snapshot: Snapshot,
  rulebook: Rulebook,
): Write[] {
  const customer = customerOf(call.data, rulebook);
  if (customer.kind === "nobody") return [];
  const { phone } = customer;
  const open = snapshot.openTasks.get(phone.e164) ?? [];
  if (isAnswered(call.data.outcome)) return completedTasks(call, open);
  if (!isMissedAfterAll(call.data.outcome, told)) return [];
  const { row, client, owner, contact, deal } = judge(call, phone, known, snapshot, rulebook);
  if (contact?.do !== "use") return [];
  const task = taskFor(call, row, client, owner, linksTo(contact, deal?.do === "use" ? deal : null));
  return task?.properties.hs_task_type === "CALL" ? withOpenTasks(call, phone.e164, task, open) : [];
}
