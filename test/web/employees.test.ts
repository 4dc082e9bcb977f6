// The employees as programs read and write them, and as the page's own form sends them.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Employee } from "../../src/model/employee.ts";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { fieldsOf, submit } from "./form.ts";
import { adminOf, json, marko, olena, page, query } from "./setup.ts";

let app: TestApp;
let admin: Visitor;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
});
after(() => app.stop());
beforeEach(() => query(app, 'DELETE FROM "Employee"'));

const list = async () => (await admin.get<{ employees: Employee[] }>("/employees")).employees;

async function save(...employees: Record<string, unknown>[]): Promise<Employee[]> {
  return (await json<{ employees: Employee[] }>(await admin.post("/employees", { employees }))).employees;
}

async function only(...changes: Record<string, unknown>[]): Promise<Employee> {
  const [employee, ...others] = await save(...changes);
  assert.ok(employee);
  assert.deepEqual(others, []);
  return employee;
}

async function refused(employees: unknown, ...fields: string[]): Promise<void> {
  const before = await list();
  const answer = await json<{ fields: Record<string, string> }>(await admin.post("/employees", { employees }), 400);
  assert.deepEqual(Object.keys(answer.fields), fields);
  assert.deepEqual(await list(), before);
}

test("employees and owners are read with exactly these names", async () => {
  await save({ name: "Nina", extension: 101 });
  const answer = await admin.get<{ employees: Employee[]; owners: { id: string; name: string; email: string }[] }>(
    "/employees",
  );
  assert.deepEqual(Object.keys(answer).sort(), ["employees", "owners"]);
  const [{ id, ...nina } = { id: "" }] = answer.employees;
  assert.match(id, /^[\da-f-]{36}$/);
  assert.deepEqual(nina, {
    name: "Nina",
    email: null,
    extension: "101",
    providerId: null,
    sip: null,
    phone: null,
    ownerId: null,
    matchedBy: "none",
  });
  assert.equal(answer.owners.length, 5, "who has left HubSpot is not listed");
  assert.deepEqual(answer.owners[0], { id: olena, name: "Olena Koval", email: "olena.koval@acme.test" });
});

test("an employee is found again by e-mail, whatever the case of its letters", async () => {
  await save({ email: "nina@acme.test", extension: "101", name: "Nina" });
  const nina = await only({ email: "NINA@acme.test", extension: "102" });
  assert.deepEqual([nina.name, nina.extension], ["Nina", "102"]);
});

test("else by extension, else by the phone system's id; what is not given stays", async () => {
  const first = await only({ name: "Nina", extension: "101", providerId: "331851", sip: "acme_101" });
  const second = await only({ extension: "101", phone: "+380501112233" });
  assert.deepEqual(second, { ...first, phone: "+380501112233" });
  const third = await only({ providerId: "331851", name: "Nina P." });
  assert.deepEqual(third, { ...second, name: "Nina P." });
});

test("one without any of these is added, and rows without a word are left out", async () => {
  assert.equal((await save({ name: "Nina" }, {}, { name: " ", email: "" })).length, 1);
  assert.equal((await save({ name: "Oleh", sip: "acme_7" })).length, 2);
});

test("whoever has the e-mail of a HubSpot user is matched on saving", async () => {
  const [first, second] = await save({ email: "Olena.Koval@acme.test" }, { email: "stranger@acme.test" });
  assert.deepEqual([first?.ownerId, first?.matchedBy], [olena, "email"]);
  assert.deepEqual([second?.ownerId, second?.matchedBy], [null, "none"]);
});

test("an owner chosen by hand stays when the employee is saved again and when all are matched by e-mail", async () => {
  const chosen = await only({ email: "olena.koval@acme.test", ownerId: marko });
  assert.deepEqual([chosen.ownerId, chosen.matchedBy], [marko, "hand"]);
  await save({ email: "olena.koval@acme.test", extension: "101" });
  assert.deepEqual(await json(await admin.post("/employees/match")), { matched: 0 });
  assert.deepEqual([(await list())[0]?.ownerId, (await list())[0]?.matchedBy], [marko, "hand"]);
});

test("“Match by e-mail” maps whoever is not mapped yet", async () => {
  await save({ name: "Olena", extension: "1" });
  await query(app, `UPDATE "Employee" SET email = 'olena.koval@acme.test'`);
  const landing = await submit(admin, "/employees", "/employees/match");
  assert.match(await landing.text(), /1 matched by e-mail/);
  assert.deepEqual([(await list())[0]?.ownerId, (await list())[0]?.matchedBy], [olena, "email"]);
});

test("the filter shows only those who are not mapped, to programs and on the page", async () => {
  await save({ name: "Mapped", extension: "1", ownerId: marko }, { name: "Lonely", extension: "2" });
  const { employees } = await admin.get<{ employees: Employee[] }>("/employees?filter=unmapped");
  assert.deepEqual(
    employees.map(({ name }) => name),
    ["Lonely"],
  );
  const html = await page(admin, "/employees?filter=unmapped");
  assert.ok(html.includes('value="Lonely"') && !html.includes('value="Mapped"'));
  assert.match(html, /Not mapped<span>1<\/span>/);
});

test("an owner whom HubSpot does not list is refused by the number of the row as it was sent", async () => {
  await refused([{ name: "" }, { name: "Nina", extension: "1", ownerId: "999" }], "employees.1.ownerId");
  await refused([{ name: "Fine" }, { name: {} }], "employees.1.name");
  await refused("everybody", "employees");
});

test("an employee who is not there any more is refused, not passed over in silence", async () => {
  await refused([{ id: "01a00000-0000-7000-8000-000000000000", name: "Ghost" }], "employees.0.id");
});

test("an owner who has left HubSpot does not keep the others from being saved", async () => {
  const nina = await only({ name: "Nina", extension: "1", ownerId: marko });
  await query(app, `UPDATE "Employee" SET "ownerId" = '70100006'`);
  const landing = await submit(admin, "/employees", "/employees", { "employees[1][name]": "Oleh" });
  assert.equal(landing.status, 200);
  const [first, second] = await list();
  assert.deepEqual([first?.id, first?.ownerId, second?.name], [nina.id, "70100006", "Oleh"]);
});

test("the page's form, sent as it is, changes nothing; its last row adds somebody", async () => {
  await save({ name: `O'Neil <b>"x"</b>`, email: "o@acme.test", extension: "7" }, { name: "Nina", sip: "acme_8" });
  const before = await list();
  assert.ok(!(await page(admin, "/employees")).includes("<b>&#34;"));
  assert.match(await (await submit(admin, "/employees", "/employees")).text(), /Saved\./);
  assert.deepEqual(await list(), before);

  await submit(admin, "/employees", "/employees", { "employees[2][name]": "Oleh", "employees[0][ownerId]": marko });
  const [first, , third] = await list();
  assert.deepEqual([first?.ownerId, first?.matchedBy, third?.name], [marko, "hand", "Oleh"]);
});

test("a form with 150 rows arrives whole", async () => {
  await save(...Array.from({ length: 150 }, (_, n) => ({ name: `Person ${n}`, extension: String(1000 + n) })));
  const fields = fieldsOf(await page(admin, "/employees"), "/employees");
  assert.equal(fields.get("employees[149][name]"), "Person 149");
  await submit(admin, "/employees", "/employees", { "employees[149][name]": "Renamed", "employees[30][phone]": "+1" });
  const employees = await list();
  assert.equal(employees.length, 150);
  assert.deepEqual([employees[149]?.name, employees[30]?.phone], ["Renamed", "+1"]);
});

test("an employee can be removed, once", async () => {
  const nina = await only({ name: "Nina" });
  const fields = fieldsOf(await page(admin, "/employees"), "/employees/match");
  assert.ok(fields.get("_csrf"));
  assert.deepEqual(await json(await admin.post(`/employees/${nina.id}/delete`)), { removed: true });
  assert.equal((await admin.post(`/employees/${nina.id}/delete`)).status, 404);
  assert.deepEqual(await list(), []);
});
