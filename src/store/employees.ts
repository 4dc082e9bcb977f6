// Employees of the phone system and the HubSpot owners they are mapped to.
import type { Owner } from "../model/crm.ts";
import type { Employee, EmployeeChange } from "../model/employee.ts";
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

type Row = Awaited<ReturnType<Prisma["employee"]["findMany"]>>[number];

function toEmployee({ portalId: _portal, createdAt: _created, ...row }: Row): Employee {
  const matchedBy = row.matchedBy === "email" || row.matchedBy === "hand" ? row.matchedBy : "none";
  return { ...row, matchedBy };
}

function same(a: string | null | undefined, b: string | null): boolean {
  return a != null && b !== null && a.toLowerCase() === b.toLowerCase();
}

/** Found again by id, else e-mail, else extension, else the phone system's own id. */
function findExisting(employees: Employee[], change: EmployeeChange): Employee | undefined {
  if (change.id) return employees.find((employee) => employee.id === change.id);
  return (
    employees.find((employee) => same(change.email, employee.email)) ??
    employees.find((employee) => same(change.extension, employee.extension)) ??
    employees.find((employee) => same(change.providerId, employee.providerId))
  );
}

export function ownerByEmail(owners: Owner[], email: string | null | undefined): Owner | undefined {
  return owners.find((owner) => same(email, owner.email));
}

/** An owner chosen by hand stays; else the owner with the same e-mail. */
function mapping(before: Employee | undefined, change: EmployeeChange, owners: Owner[]) {
  const email = change.email === undefined ? (before?.email ?? null) : change.email;
  const byEmail = ownerByEmail(owners, email);
  if (change.ownerId) {
    const unchanged = before?.ownerId === change.ownerId;
    return {
      ownerId: change.ownerId,
      matchedBy: unchanged ? before.matchedBy : byEmail?.id === change.ownerId ? "email" : "hand",
    };
  }
  if (change.ownerId === undefined && before?.ownerId) return { ownerId: before.ownerId, matchedBy: before.matchedBy };
  // Unmapped by hand stays so, until the e-mail changes or “Match by e-mail” is pressed.
  const sameEmail = before && (change.email === undefined || change.email === before.email);
  if (change.ownerId === null && (before?.ownerId || sameEmail)) return { ownerId: null, matchedBy: "none" };
  return byEmail ? { ownerId: byEmail.id, matchedBy: "email" } : { ownerId: null, matchedBy: "none" };
}

export type EmployeeStore = ReturnType<typeof employeeStore>;

export function employeeStore(prisma: Prisma) {
  const list = async (portalId: PortalId): Promise<Employee[]> => {
    const rows = await prisma.employee.findMany({
      where: { portalId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    return rows.map(toEmployee);
  };

  return {
    list,

    /** Adds and changes employees; fields that are not given stay. Owners are matched by e-mail on the way. */
    async save(portalId: PortalId, changes: EmployeeChange[], owners: Owner[]): Promise<Employee[]> {
      const known = await list(portalId);
      for (const change of changes) {
        const before = findExisting(known, change);
        if (change.id && !before) continue;
        const fields = {
          name:
            change.name ??
            before?.name ??
            change.email ??
            change.extension ??
            change.sip ??
            change.providerId ??
            "Unnamed",
          email: change.email === undefined ? (before?.email ?? null) : change.email,
          extension: change.extension === undefined ? (before?.extension ?? null) : change.extension,
          providerId: change.providerId === undefined ? (before?.providerId ?? null) : change.providerId,
          sip: change.sip === undefined ? (before?.sip ?? null) : change.sip,
          phone: change.phone === undefined ? (before?.phone ?? null) : change.phone,
          ...mapping(before, change, owners),
        };
        if (before) {
          await prisma.employee.updateMany({ where: { id: before.id, portalId }, data: fields });
          known[known.indexOf(before)] = toEmployee({ ...fields, id: before.id, portalId, createdAt: new Date(0) });
        } else {
          known.push(toEmployee(await prisma.employee.create({ data: { portalId, ...fields } })));
        }
      }
      return list(portalId);
    },

    /** Maps whoever has no owner yet and shares an e-mail with one; returns how many. */
    async matchByEmail(portalId: PortalId, owners: Owner[]): Promise<number> {
      const unmapped = (await list(portalId)).filter((employee) => employee.ownerId === null);
      const matches = unmapped.flatMap((employee) => {
        const owner = ownerByEmail(owners, employee.email);
        return owner ? [{ id: employee.id, ownerId: owner.id }] : [];
      });
      for (const { id, ownerId } of matches) {
        await prisma.employee.updateMany({
          where: { id, portalId, ownerId: null },
          data: { ownerId, matchedBy: "email" },
        });
      }
      return matches.length;
    },

    async remove(portalId: PortalId, id: string): Promise<boolean> {
      return (await prisma.employee.deleteMany({ where: { id, portalId } })).count === 1;
    },
  };
}
