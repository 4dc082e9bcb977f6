// Who owns what a case creates.
import type { Contact } from "../model/crm.ts";
import type { CallData } from "../model/event.ts";
import type { MatrixRow } from "../model/matrix.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { isAnswered, responsibleFor } from "./case.ts";
import type { Participant } from "./employee.ts";

export interface Ownership {
  /** null: nobody could be found; HubSpot shows the record as unassigned. */
  ownerId: string | null;
  because: string;
}

/**
 * The chosen person, else the next best one: employee → responsible → TOP manager.
 * @param call null: the event is none
 */
export function ownership(
  rule: MatrixRow["owner"],
  call: CallData | null,
  participant: Participant,
  contact: Contact | null,
  { directory, settings }: Rulebook,
): Ownership {
  const listed = (id: string | null) => directory.owners.find((owner) => owner.id === id) ?? null;
  const employee = participant.kind === "owner" ? listed(participant.ownerId) : null;
  const responsible = responsibleFor(contact, directory.owners);
  const top = listed(settings.topManagerOwnerId);
  const part = call ? partIn(call) : "was named";

  if (rule === "employee" && employee) return { ownerId: employee.id, because: `${employee.name} ${part}` };
  if (rule !== "top_manager" && responsible) {
    return { ownerId: responsible.id, because: `${responsible.name} is responsible for the client` };
  }
  if (rule === "responsible" && employee) {
    return { ownerId: employee.id, because: `${employee.name} ${part} and nobody was responsible` };
  }
  if (top) return { ownerId: top.id, because: `${top.name} is the TOP manager` };
  const missing = settings.topManagerOwnerId ? "has left HubSpot" : "is not chosen in the settings";
  return { ownerId: null, because: `nobody owns it, for the TOP manager ${missing}` };
}

function partIn({ direction, outcome }: CallData): string {
  if (direction === "out") return "made the call";
  return isAnswered(outcome) ? "took the call" : "was called";
}
