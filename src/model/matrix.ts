// The matrix: for each case of a call, a form or a dialogue, what is created, who owns it and which task is made.
import { z } from "zod";

export const caseKeys = [
  "in.new.answered",
  "in.new.missed",
  "in.new.unknown_employee",
  "in.known.answered_by_responsible",
  "in.known.answered_by_another",
  "in.known.missed",
  "in.known.unknown_employee",
  "out.new.answered",
  "out.new.missed",
  "out.new.unknown_employee",
  "out.known.answered_by_responsible",
  "out.known.answered_by_another",
  "out.known.missed",
  "out.known.unknown_employee",
  "form.new",
  "form.known",
  "dialog.new",
  "dialog.known",
] as const;
export type CaseKey = (typeof caseKeys)[number];

export const matrixRow = z.object({
  /** existing: use the contact there is, never make one. */
  contact: z.enum(["create", "existing"]),
  /** create: the newest open deal, or a new one when there is none. */
  deal: z.enum(["create", "existing", "none"]),
  /** Whether the call itself is logged; for a form or a dialogue, the note of it. */
  call: z.enum(["log", "skip"]),
  task: z.enum(["none", "call_back", "check_settings", "inform"]),
  /** Who owns what this case creates; the TOP manager steps in where the chosen person is missing. */
  owner: z.enum(["employee", "responsible", "top_manager"]),
  dueHours: z.number().int().min(0).max(720),
});
export type MatrixRow = z.infer<typeof matrixRow>;
export type Matrix = Record<CaseKey, MatrixRow>;

const nothing = {
  contact: "existing",
  deal: "existing",
  call: "log",
  task: "none",
  owner: "responsible",
  dueHours: 4,
} as const;

/** Follows Ringostat's default for HubSpot (help.ringostat.com 6401918); due time as its Pipedrive twin, 4 hours. */
export const recommendedMatrix: Matrix = {
  "in.new.answered": { ...nothing, contact: "create", deal: "create", owner: "employee" },
  "in.new.missed": { ...nothing, contact: "create", deal: "create", task: "call_back", owner: "top_manager" },
  "in.new.unknown_employee": {
    ...nothing,
    contact: "create",
    deal: "create",
    task: "check_settings",
    owner: "top_manager",
  },
  "in.known.answered_by_responsible": nothing,
  "in.known.answered_by_another": nothing,
  "in.known.missed": { ...nothing, task: "call_back" },
  "in.known.unknown_employee": { ...nothing, task: "check_settings", owner: "top_manager" },
  "out.new.answered": { ...nothing, contact: "create", deal: "none", owner: "employee" },
  "out.new.missed": { ...nothing, deal: "none", call: "skip", owner: "employee" },
  "out.new.unknown_employee": {
    ...nothing,
    contact: "create",
    deal: "none",
    task: "check_settings",
    owner: "top_manager",
  },
  "out.known.answered_by_responsible": { ...nothing, owner: "employee" },
  "out.known.answered_by_another": { ...nothing, owner: "employee" },
  "out.known.missed": { ...nothing, owner: "employee" },
  "out.known.unknown_employee": { ...nothing, task: "check_settings", owner: "top_manager" },
  "form.new": { ...nothing, contact: "create", deal: "create", task: "call_back", owner: "top_manager" },
  "form.known": { ...nothing, deal: "create", task: "call_back" },
  // The task of a dialogue is for the client whom nobody answered.
  "dialog.new": { ...nothing, contact: "create", deal: "create", task: "call_back", owner: "employee" },
  "dialog.known": { ...nothing, task: "call_back" },
};

/** Any part of a matrix, as a page or another program sends it. */
export const matrixChange = z.partialRecord(z.enum(caseKeys), matrixRow.partial());
export type MatrixChange = z.infer<typeof matrixChange>;
