// The users who own records: those of a fresh portal, five at work and one who left.

export interface Owner {
  id: string;
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
  type: "PERSON" | "QUEUE";
  teams: { id: string; name: string; primary: boolean }[];
  archived: boolean;
  createdAt: number;
  updatedAt: number;
}

const SALES = [{ id: "178901", name: "Sales", primary: true }];
const SUPPORT = [{ id: "178902", name: "Support", primary: true }];

const PEOPLE = [
  ["70100001", 5100001, "olena.koval@acme.test", "Olena", "Koval", SALES, false],
  ["70100002", 5100002, "marko.bondar@acme.test", "Marko", "Bondar", SALES, false],
  ["70100003", 5100003, "iryna.shevchuk@acme.test", "Iryna", "Shevchuk", SALES, false],
  ["70100004", 5100004, "taras.melnyk@acme.test", "Taras", "Melnyk", SUPPORT, false],
  ["70100005", 5100005, "sofia.tkach@acme.test", "Sofia", "Tkach", [], false],
  ["70100006", 5100006, "danylo.left@acme.test", "Danylo", "Hryn", [], true],
] as const;

export function startingOwners(at: number): Owner[] {
  return PEOPLE.map(([id, userId, email, firstName, lastName, teams, archived]) => ({
    id,
    userId,
    email,
    firstName,
    lastName,
    type: "PERSON",
    teams: [...teams],
    archived,
    createdAt: at,
    updatedAt: at,
  }));
}
