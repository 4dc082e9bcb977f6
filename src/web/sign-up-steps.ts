// Where a sign-up stands on its way: company, contact, their association, done.
import type { Write } from "../model/plan.ts";
import type { ActivityRow, Status } from "../store/activity.ts";
import { type Progress, type Step, stateOf, stepOf, stepsOf, wasFound } from "./steps.ts";

const stages = ["company", "contact", "association"] as const;
type Stage = (typeof stages)[number];

const undecided: Record<Stage, string> = {
  company: "Company found or created",
  contact: "Contact found or created",
  association: "Contact associated with company",
};

export function isSignUp({ type }: Pick<ActivityRow, "type">): boolean {
  return type.startsWith("customer.");
}

/** What is next to do; "done" when nothing is. */
export function signUpStep(progress: readonly Progress[], status: Status): Stage | "done" {
  if (status === "done") return "done";
  return reached(progress, status).find(({ isDone }) => !isDone)?.stage ?? "done";
}

/** "1 of 3 steps done: company" */
export function signUpStanding(progress: readonly Progress[], status: Status): string {
  const all = reached(progress, status);
  const done = all.filter(({ isDone }) => isDone).map(({ stage }) => stage);
  const count = `${done.length} of ${all.length} steps done`;
  return done.length === 0 ? count : `${count}: ${done.join(", ")}`;
}

/** The list on the page of a sign-up: its steps, whatever else is written, and the end. */
export function signUpSteps(progress: readonly Progress[], status: Status): Step[] {
  const others = progress.filter(({ write }) => stagesOf(write).length === 0);
  const steps = reached(progress, status).map(({ stage, of }) => stageStep(stage, of));
  const end: Step = { ...stepOf("Done", []), state: status === "done" ? "done" : "planned" };
  return [...steps, ...stepsOf(others), ...(status === "ignored" ? [] : [end])];
}

/** The stages that this sign-up goes through: those of its plan, all of them before there is one. */
function reached(progress: readonly Progress[], status: Status) {
  const isOver = status === "done" || status === "ignored";
  const all = stages.map((stage) => {
    const of = progress.filter(({ write }) => stagesOf(write).includes(stage));
    return { stage, of, isDone: of.length > 0 && stateOf(of) === "done" };
  });
  return progress.length > 0 || isOver ? all.filter(({ of }) => of.length > 0) : all;
}

/** A contact or a company that is made with the other one on it is associated by the same write. */
function stagesOf(write: Write): Stage[] {
  const { what } = write;
  if (what !== "contact" && what !== "company") return [];
  const other = what === "contact" ? "company" : "contact";
  const links = "associate" in write && write.associate.some((link) => link.what === other);
  if (write.do === "associate") return links ? ["association"] : [];
  return links ? [what, "association"] : [what];
}

function stageStep(stage: Stage, of: readonly Progress[]): Step {
  if (of.length === 0) return stepOf(undecided[stage], []);
  if (stage !== "association") return stepOf(titleOf(stage, of), of);
  const own = of.filter(({ write }) => write.do === "associate");
  return { ...stepOf(undecided[stage], own), state: stateOf(of) };
}

/** Found or created is said once it has happened. */
function titleOf(stage: Exclude<Stage, "association">, of: readonly Progress[]): string {
  const name = stage === "company" ? "Company" : "Contact";
  const has = (kind: Write["do"]) => of.some(({ write }) => write.do === kind);
  if (!has("create") && !has("use")) return `${name} updated`;
  if (stateOf(of) !== "done") return undecided[stage];
  if (has("create")) return `${name} ${of.some(wasFound) ? "found" : "created"}`;
  return has("update") ? `${name} found and updated` : `${name} found`;
}
