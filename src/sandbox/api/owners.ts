// The users who own records: list with paging, by e-mail, archived ones apart, and read one.
import type { Owner } from "../engine/owner.ts";
import { isoTime } from "../engine/record.ts";
import { invalid, notFound } from "../errors.ts";
import type { Call } from "./call.ts";
import { readOptionalFlag, readOptionalInteger, readOptionalText } from "./input.ts";
import { ok, type Reply } from "./reply.ts";

const SCOPE = "crm.objects.owners.read";
const USUAL_PAGE = 100;
const LARGEST_PAGE = 500;

// An archived owner has no active user any more, so its userId is left out.
function present({ userId, createdAt, updatedAt, teams, ...owner }: Owner) {
  return {
    ...owner,
    ...(!owner.archived && { userId }),
    userIdIncludingInactive: userId,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    ...(teams.length > 0 && { teams }),
  };
}

export function listOwners(call: Call): Reply {
  call.need(SCOPE);
  const archived = readOptionalFlag(call.query.archived, "archived") ?? false;
  const email = readOptionalText(call.query.email, "email")?.toLowerCase();
  const limit = readOptionalInteger(call.query.limit, "limit") ?? USUAL_PAGE;
  if (limit < 1 || limit > LARGEST_PAGE) throw invalid(`limit must be between 1 and ${LARGEST_PAGE}`);
  const after = readOptionalText(call.query.after, "after");
  const matching = call.portal.owners.filter(
    (owner) => owner.archived === archived && (email === undefined || owner.email.toLowerCase() === email),
  );
  const start = after === undefined ? 0 : matching.findIndex((owner) => owner.id === after) + 1;
  const page = matching.slice(start, start + limit);
  const more = start + limit < matching.length;
  return ok({ results: page.map(present), ...(more && { paging: { next: { after: page.at(-1)?.id ?? "" } } }) });
}

export function getOwner(call: Call): Reply {
  call.need(SCOPE);
  const archived = readOptionalFlag(call.query.archived, "archived") ?? false;
  const byUser = readOptionalText(call.query.idProperty, "idProperty") === "userId";
  const id = call.param("ownerId");
  const found = call.portal.owners.find(
    (owner) => owner.archived === archived && (byUser ? String(owner.userId) : owner.id) === id,
  );
  if (!found) throw notFound(`No owner ${id} exists.`);
  return ok(present(found));
}
