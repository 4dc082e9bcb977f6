// Reads the users of an account, for tests that need particular people.
import {
  type Json,
  readArray,
  readObject,
  readOptionalArray,
  readOptionalFlag,
  readOptionalInteger,
  readOptionalText,
  readText,
} from "../api/input.ts";
import type { Owner } from "../engine/owner.ts";

const FIRST_ID = 70_200_001;
const FIRST_USER_ID = 5_200_001;

function readTeam(value: unknown): Owner["teams"][number] {
  const team = readObject(value, "team");
  const primary = readOptionalFlag(team.primary, "primary") ?? false;
  return { id: readText(team.id, "team.id"), name: readText(team.name, "team.name"), primary };
}

function readOwner(given: Json, position: number, at: number): Owner {
  return {
    id: readOptionalText(given.id, "id") ?? String(FIRST_ID + position),
    userId: readOptionalInteger(given.userId, "userId") ?? FIRST_USER_ID + position,
    email: readText(given.email, "email"),
    firstName: readOptionalText(given.firstName, "firstName") ?? "",
    lastName: readOptionalText(given.lastName, "lastName") ?? "",
    type: given.type === "QUEUE" ? "QUEUE" : "PERSON",
    teams: readOptionalArray(given.teams, "teams").map(readTeam),
    archived: readOptionalFlag(given.archived, "archived") ?? false,
    createdAt: readOptionalInteger(given.createdAt, "createdAt") ?? at,
    updatedAt: readOptionalInteger(given.updatedAt, "updatedAt") ?? at,
  };
}

export const readOwners = (value: unknown, at: number): Owner[] =>
  readArray(value, "owners").map((owner, position) => readOwner(readObject(owner, "owner"), position, at));
