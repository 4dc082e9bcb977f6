// Plain words for the pages: what an event is called, and its plan as sentences.
import type { Plan, Write } from "../model/plan.ts";

const typeLabels: Record<string, string> = {
  "call.completed": "Call",
  "call.started": "Call started",
  "call.forwarded": "Call forwarded",
  "call.answered": "Call picked up",
  "call.updated": "Call updated",
  "call.rated": "Call rated",
  "call.recording_ready": "Recording ready",
  "call.analyzed": "Call analyzed",
  "form.submitted": "Form",
  "dialog.started": "Dialogue started",
  "dialog.ended": "Dialogue",
  "meeting.completed": "Meeting",
  "meeting.analyzed": "Meeting analyzed",
  "meeting.deleted": "Meeting deleted",
  "customer.registered": "Sign-up",
  "customer.updated": "Customer updated",
  unreadable: "Unreadable",
};

export function typeLabel(type: string): string {
  return typeLabels[type] ?? type;
}

const verbs: Record<Write["do"], { done: string; planned: string }> = {
  create: { done: "Created a", planned: "Will create a" },
  update: { done: "Updated the", planned: "Will update the" },
  use: { done: "Used the existing", planned: "Will use the existing" },
  announce: { done: "Offered HubSpot the recording of the", planned: "Will offer HubSpot the recording of the" },
};

/** "Created a contact because nobody has +380…1122". */
export function planLines(plan: Plan | null, isDone: boolean): string[] {
  return (plan?.writes ?? []).map(
    (write) => `${verbs[write.do][isDone ? "done" : "planned"]} ${write.what} because ${write.because}.`,
  );
}

/** In the portal's own time, as a person would write it: "9 Oct, 12:30", with the year when it is another one. */
export function momentText(moment: Date, timeZone: string, now: Date): string {
  const format = (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(date);
  const year = (date: Date) => format(date, { year: "numeric" });
  const day = format(moment, {
    day: "numeric",
    month: "short",
    ...(year(moment) === year(now) ? {} : { year: "numeric" }),
  });
  return `${day}, ${format(moment, { hour: "2-digit", minute: "2-digit" })}`;
}
