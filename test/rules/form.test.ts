// Forms: whose they are, what is made for them, and the note that keeps all of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Event } from "../../src/model/event.ts";
import { decide } from "../../src/rules/decide.ts";
import { decideBatch } from "../../src/rules/fold.ts";
import { anna, boris, contact, created, creates, deal, rulebook, snapshot } from "./given.ts";

const person = { name: "Olha Client", email: "Olha@Client.test", phone: "067 123 45 67" };

function form(change: Record<string, unknown> = {}, id = "form-1"): Event {
  return {
    id,
    provider: "generic",
    type: "form.submitted",
    subject: `generic/${id}`,
    time: "2026-10-09T09:31:35.000Z",
    receivedAt: "2026-10-09T09:31:36.000Z",
    data: { formId: id, formName: "Callback", submittedAt: "2026-10-09T09:31:00.000Z", person, ...change } as never,
  };
}

const book = rulebook();

describe("a form of somebody new", () => {
  const plan = decide(
    form({
      message: "A <b>roof</b>",
      fields: { budget: "1000", colours: ["red", "blue"] },
      pageUrl: "https://acme.test/roof",
      attribution: { utmSource: "google", utmTerm: "roof" },
    }),
    snapshot(),
    book,
  );

  it("makes contact, deal, note and task, all of them together", () => {
    assert.deepEqual(
      creates(plan).map(({ what }) => what),
      ["contact", "deal", "note", "task"],
    );
    for (const write of creates(plan).slice(2)) {
      assert.deepEqual(write.associate, [
        { what: "contact", ref: { key: "form-1/contact" } },
        { what: "deal", ref: { key: "form-1/deal" } },
      ]);
    }
    assert.equal(plan.because, "The form “Callback” of a new client.");
  });

  it("gives the contact name, e-mail, number and source, and the deal the source of this moment", () => {
    assert.partialDeepStrictEqual(created(plan, "contact").properties, {
      firstname: "Olha",
      lastname: "Client",
      email: "olha@client.test",
      phone: "+380671234567",
      hookswitch_phone: "+380671234567",
      hookswitch_utm_source: "google",
    });
    assert.partialDeepStrictEqual(created(plan, "deal").properties, {
      dealname: "olha@client.test, Callback".replace("olha@client.test", "Olha Client"),
      hookswitch_utm_source: "google",
      hookswitch_utm_term: "roof",
    });
  });

  it("keeps every field in the note, escaped, with its reference at the end", () => {
    assert.deepEqual(created(plan, "note").properties.hs_note_body?.split("<br>"), [
      "Form: Callback",
      "Name: Olha Client",
      "E-mail: Olha@Client.test",
      "Phone: 067 123 45 67",
      "Message: A &lt;b&gt;roof&lt;/b&gt;",
      "budget: 1000",
      "colours: red, blue",
      "Advertising source: google",
      "Keyword: roof",
      'Page: <a href="https://acme.test/roof">https://acme.test/roof</a>',
      "Ref: form-1/note",
    ]);
  });

  it("asks for an answer by the due time", () => {
    const { properties, because } = created(plan, "task");
    assert.equal(properties.hs_timestamp, "2026-10-09T13:31:00.000Z");
    assert.equal(properties.hs_task_subject, "Answer Olha Client");
    assert.equal(because, "a client waits for an answer, and Tamara is the TOP manager");
  });
});

describe("whose a form is", () => {
  it("an address counts more than a number", () => {
    const byPhone = contact({ id: "1", phones: ["+380671234567"] });
    const byEmail = contact({ id: "2", phones: [], emails: ["olha@client.test"], name: "Olha" });
    const plan = decide(form(), snapshot([byPhone, byEmail]), book);
    const [use] = plan.writes;
    assert.ok(use?.do === "use");
    assert.deepEqual([use.ref, use.because], [{ id: "2" }, "olha@client.test is an address of Olha"]);
  });

  it("a further address and a number find the contact too, and gaps are filled, nothing else", () => {
    const known = contact({ phones: ["+380671234567"], values: { firstname: "Olena" }, ownerId: boris.id });
    const plan = decide(form(), snapshot([known]), book);
    const gaps = plan.writes.find((write) => write.do === "update");
    assert.ok(gaps?.do === "update");
    assert.deepEqual(gaps.properties, { email: "olha@client.test" });
  });

  it("an open deal is used, and the task is the responsible's", () => {
    const open = deal({ ownerId: anna.id });
    const plan = decide(form(), snapshot([contact({ emails: ["olha@client.test"], deals: [open] })]), book);
    assert.ok(plan.writes.some((write) => write.do === "use" && write.what === "deal"));
    assert.equal(created(plan, "task").properties.hubspot_owner_id, anna.id);
  });

  it("nobody's is parked, an employee's is ignored", () => {
    assert.equal(decide(form({ person: null }), snapshot(), book).verdict, "park");
    assert.equal(decide(form({ person: { name: "Olha", phone: "12" } }), snapshot(), book).verdict, "park");
    const own = decide(form({ person: { email: anna.email } }), snapshot(), book);
    assert.deepEqual([own.verdict, own.because], ["ignore", "The form “Callback” is an employee's, not a client's."]);
  });

  it("two forms of one person in a batch make one contact and one deal", () => {
    const second = form({ person: { ...person, phone: null } }, "form-2");
    const plans = decideBatch([form(), second], snapshot(), book).map(({ plan }) => plan);
    const made = plans.flatMap(creates).map(({ what }) => what);
    assert.deepEqual(made, ["contact", "deal", "note", "task", "note", "task"]);
  });
});

describe("the matrix decides about forms", () => {
  it("an existing contact only: a stranger's form is ignored", () => {
    const strict = rulebook({ matrix: { "form.new": { ...book.matrix["form.new"], contact: "existing" } } });
    assert.equal(decide(form(), snapshot(), strict).verdict, "ignore");
  });

  it("no note and no task where it wants none", () => {
    const row = { ...book.matrix["form.new"], call: "skip" as const, task: "none" as const };
    const plan = decide(form(), snapshot(), rulebook({ matrix: { "form.new": row } }));
    assert.deepEqual(
      creates(plan).map(({ what }) => what),
      ["contact", "deal"],
    );
  });
});
