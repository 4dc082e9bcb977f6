// A form that somebody sent: a note with all that was filled in, on the person's contact and deal; a task by the matrix.
import type { Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { FormData } from "../model/form.ts";
import type { Plan, Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { andBrought, withCascade } from "./cascade.ts";
import { judgeEnquiry } from "./enquiry.ts";
import { formNote } from "./form-note.ts";
import { cut } from "./html.ts";
import { answerTask } from "./task.ts";

export function decideForm(event: Event, form: FormData, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const { person, formName, attribution } = form;
  const judged = judgeEnquiry(
    {
      eventId: event.id,
      kind: "form",
      title: formName ? `The form “${formName}”` : "A form",
      dealTitle: formName ?? "form",
      person,
      participant: { kind: "unsaid" },
      attribution,
    },
    null,
    snapshot,
    rulebook,
  );
  if ("verdict" in judged) return judged;
  const { because, row, owner, client, contact, gaps, deal, belongsTo } = judged;
  const told = formName ? `the form “${formName}”` : "a form";
  const text = `${client.name} sent ${told}${form.message ? `: ${cut(form.message, 500)}` : "."}`;
  const brought = withCascade("form", belongsTo, snapshot, rulebook.settings);
  const note = row.call === "log" ? formNote(event, form, owner, brought.links) : null;
  const writes: (Write | null)[] = [
    contact,
    gaps,
    deal,
    note && { ...note, because: andBrought(note.because, brought) },
    answerTask(event.id, { at: form.submittedAt ?? event.time, text }, row, client, owner, belongsTo),
  ];
  return { verdict: "write", because, writes: writes.filter((write) => write !== null) };
}
