// Who owns what a case creates.
import type { Contact } from "../model/crm.ts";
import type { MatrixRow } from "../model/matrix.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { responsibleFor } from "./case.ts";
import type { Participant } from "./employee.ts";

export interface Ownership {
  /** null: nobody could be found; HubSpot shows the record as unassigned. */
  ownerId: string | null;
  because: string;
}

/** The chosen person, else the next best one: employee → responsible → TOP manager. */
export function ownership(rule: MatrixRow["owner"], participant: Participant, contact: Contact | null, rulebook: Rulebook): Ownership {
  const listed = (id: string | null) => rulebook.directory.owners.find((owner) => owner.id === id) ?? null;
  const employee = participant.kind === "owner" ? listed(participant.ownerId) : null;
  const responsible = listed(responsibleFor(contact));
  const top = listed(rulebook.settings.topManagerOwnerId);

  if (rule === "employee" && employee) return { ownerId: employee.id, because: `${employee.name} took the call` };
  if (rule !== "top_manager" && responsible) return { ownerId: responsible.id, because: `${responsible.name} is responsible for the client` };
  if (rule === "responsible" && employee) return { ownerId: employee.id, because: `${employee.name} took the call and nobody was responsible` };
  if (top) return { ownerId: top.id, because: `${top.name} is the TOP manager` };
  return { ownerId: null, because: "no TOP manager is chosen in the settings" };
}
