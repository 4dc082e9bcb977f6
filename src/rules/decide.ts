// decide: one event, what HubSpot holds, the portal's rules → the plan. No I/O, no clock, no randomness.
import type { KnownCall, Snapshot } from "../model/crm.ts";
import { type CallEvent, callMoments, callNews, type Event, isCallEvent } from "../model/event.ts";
import { formData } from "../model/form.ts";
import type { Plan, Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { logCall } from "./call.ts";
import { withOpenTasks } from "./callback.ts";
import { andBrought, withCascade } from "./cascade.ts";
import { isAnswered } from "./case.ts";
import { tasksAfterNews } from "./correction.ts";
import { customerOf } from "./customer.ts";
import { updateDeal } from "./deal.ts";
import { decideDialog } from "./dialog.ts";
import { decideForm } from "./form.ts";
import { judge, linksTo } from "./judgement.ts";
import { decideMeeting } from "./meeting.ts";
import { endTime, hasEnded, wholeCall } from "./moments.ts";
import { awaitCall, decideNews } from "./news.ts";
import { withOwnProperties } from "./own-properties.ts";
import { announcement } from "./recording.ts";
import { decideSignUp } from "./sign-up.ts";
import { taskFor } from "./task.ts";

export function decide(event: Event, snapshot: Snapshot, rulebook: Rulebook): Plan {
  return withOwnProperties(decideEvent(event, snapshot, rulebook), event, snapshot, rulebook);
}

function decideEvent(event: Event, snapshot: Snapshot, rulebook: Rulebook): Plan {
  if (event.type === "form.submitted") return decideForm(event, formData.parse(event.data), snapshot, rulebook);
  if (event.type === "dialog.started" || event.type === "dialog.ended") return decideDialog(event, snapshot, rulebook);
  if (!isCallEvent(event)) {
    return event.type.startsWith("meeting.")
      ? decideMeeting(event, snapshot, rulebook)
      : decideSignUp(event, snapshot, rulebook);
  }
  const told = (snapshot.moments.get(event.subject) ?? []).filter(isCallEvent).filter(({ id }) => id !== event.id);
  const moments = [event, ...told] as const;
  const call = { ...event, time: endTime(moments) ?? event.time, data: wholeCall(moments) };
  const known = snapshot.calls.get(event.subject) ?? null;
  if (known?.call) {
    const tasks = tasksAfterNews(call, told, known, snapshot, rulebook);
    return decideNews(call, hasPart(event, told), known.call, known, tasks, rulebook);
  }
  if (known?.ended && !isFirstTalk(call, told)) {
    const because = "The matrix logs no call in this case, so there is nothing that this could be added to.";
    return { verdict: "ignore", writes: [], because };
  }
  if (moments.some(hasEnded)) return decideCall(call, known, snapshot, rulebook);
  if (event.type === "call.answered" && rulebook.settings.createAt === "pickup" && !known) {
    return decidePickUp(call, snapshot, rulebook);
  }
  if (event.type === "call.completed" || callMoments.some((moment) => moment === event.type)) {
    return {
      verdict: "ignore",
      writes: [],
      because: "The call had not ended yet. What it becomes is written when it ends.",
    };
  }
  return ofNobody(event, rulebook) ?? awaitCall;
}

/** Until now nobody was known to have spoken with the client, which may be another case of the matrix. */
function isFirstTalk(call: CallEvent, [first, ...others]: readonly CallEvent[]): boolean {
  return isAnswered(call.data.outcome) && first !== undefined && !isAnswered(wholeCall([first, ...others]).outcome);
}

/** It came together with the call, which was written with what it says. */
function hasPart(event: CallEvent, told: readonly CallEvent[]): boolean {
  const [first, ...others] = told;
  if (!first || !callNews.some((type) => type === event.type)) return false;
  return JSON.stringify(wholeCall([first, ...others])) !== JSON.stringify(wholeCall([event, ...told]));
}

/** News that names nobody we could write to waits for no call: that call is not written either. */
function ofNobody(event: CallEvent, rulebook: Rulebook): Plan | null {
  const { phone, otherPhones } = event.data.client;
  if ([phone, ...otherPhones].every((text) => !text?.trim())) return null;
  const customer = customerOf(event.data, rulebook);
  if (customer.kind === "customer") return null;
  // A number that other settings can read is kept with its call, to be replayed with it.
  return { verdict: customer.unread ? customer.treatment : "ignore", writes: [], because: customer.because };
}

function decideCall(event: CallEvent, made: KnownCall | null, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const customer = customerOf(event.data, rulebook);
  if (customer.kind === "nobody") return { verdict: customer.treatment, writes: [], because: customer.because };
  const { phone } = customer;
  const judged = judge(event, phone, made, snapshot, rulebook);
  const { because, contact, deal, owner, participant, row, client } = judged;
  if (!contact)
    return { verdict: "ignore", writes: [], because: `${because} The matrix makes no contact in this case.` };
  const belongsTo = linksTo(contact, deal);
  const callOwner = participant.kind === "owner" ? participant.ownerId : owner.ownerId;
  const task = taskFor(event, row, client, owner, belongsTo);
  const brought = withCascade("call", belongsTo, snapshot, rulebook.settings);
  const logged = row.call === "log" ? logCall(event, client, callOwner, brought.links, rulebook) : null;
  const call = logged && { ...logged, because: andBrought(logged.because, brought) };
  const writes: (Write | null)[] = [
    contact,
    judged.gaps,
    deal,
    deal?.do === "use" ? updateDeal(event, deal, made?.deal?.properties ?? {}, rulebook) : null,
    call,
    call && announcement(event.id, { key: call.key }, call.properties),
    ...withOpenTasks(event, phone.e164, task, snapshot.openTasks.get(phone.e164) ?? []),
  ];
  const lacking =
    row.deal === "create" && !deal ? " No deal was made: HubSpot lists no pipeline with an open stage." : "";
  return { verdict: "write", because: `${because}${lacking}`, writes: writes.filter((write) => write !== null) };
}

/** Contact and deal while people still speak; the call itself and its task are written when it ends. */
function decidePickUp(event: CallEvent, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const answered = { ...event, data: { ...event.data, outcome: "answered" as const } };
  const customer = customerOf(answered.data, rulebook);
  if (customer.kind === "nobody") return { verdict: "ignore", writes: [], because: customer.because };
  const { because, contact, gaps, deal } = judge(answered, customer.phone, null, snapshot, rulebook);
  const writes = [contact, gaps, deal].filter((write) => write !== null);
  if (!contact)
    return { verdict: "ignore", writes: [], because: `${because} The matrix makes no contact in this case.` };
  return { verdict: "write", because: `${because} The call is written when it has ended.`, writes };
}
