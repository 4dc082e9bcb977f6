// News of a customer who signed up: what the sender changed is written to the same records, what people wrote stays.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Company, Contact } from "../../src/model/crm.ts";
import type { Event } from "../../src/model/event.ts";
import { decideSignUp } from "../../src/rules/sign-up.ts";
import { contact, created } from "./given.ts";
import { bakery, book, company, olha, registered, type Said, stepsOf, update, updated, world } from "./signing-up.ts";

/** As the sign-up of Olha at the Bakery left them. */
function signedUp(change: Record<string, string> = {}): Contact {
  const said = { firstname: "Olha", lastname: "Client", company: "Bakery" };
  const values = { ...said, email: "olha@bakery.test", phone: "+380671234567", ...change };
  const companies = [{ id: "900" }];
  return contact({ name: "Olha Client", emails: ["olha@bakery.test"], phones: [], companies, values });
}

function theirs(change: Record<string, string> = {}): Company {
  return company({ values: { ...bakery, domain: "bakery.test", ...change } });
}

interface Held {
  contact?: Contact;
  company?: Company;
  contacts?: Contact[];
  companies?: Company[];
  told?: Event[];
}

/** Known from Olha's sign-up at the Bakery, unless told otherwise. */
function held({
  contact = signedUp(),
  company = theirs(),
  contacts,
  companies = [],
  told = [registered()],
}: Held = {}) {
  return world({ contacts, companies: [company, ...companies], known: { contact, company }, told });
}

function after(said: Said, there: Held = {}) {
  return decideSignUp(updated(5, said), held(there), book);
}

describe("what the sender changes is written to the same records", () => {
  const changes: [string, "contact" | "company", Said, Record<string, string>][] = [
    ["e-mail address", "contact", { person: { email: "O.Client@Bakery.test" } }, { email: "o.client@bakery.test" }],
    ["phone number", "contact", { person: { phone: "050 111 22 33" } }, { phone: "+380501112233" }],
    ["last name", "contact", { person: { name: "Olha <b>Petrenko</b>" } }, { lastname: "<b>Petrenko</b>" }],
    ["last name", "contact", { person: { name: "Olha" } }, { lastname: "" }],
    ["company", "contact", { person: { company: "Bakery Lviv" } }, { company: "Bakery Lviv" }],
    ["name", "company", { company: { name: "Bakery & Sons" } }, { name: "Bakery & Sons" }],
    ["domain", "company", { company: { domain: "Sons.test" } }, { domain: "sons.test" }],
    ["website", "company", { company: { website: "sons.test" } }, { website: "sons.test" }],
    ["phone number", "company", { company: { phone: "050 111 22 33" } }, { phone: "+380501112233" }],
    ["address", "company", { company: { address: "Lviv, Rynok 1" } }, { address: "Lviv, Rynok 1" }],
  ];
  const told = [registered({ person: olha, company: { ...bakery, domain: "bakery.test" } })];
  for (const [label, what, said, properties] of changes) {
    it(`${label} of the ${what}: ${JSON.stringify(properties)}`, () => {
      const plan = after(said, { told });
      const write = update(plan, what);
      assert.partialDeepStrictEqual(write, { key: `event-5/${what}-news`, properties });
      assert.match(write.because, new RegExp(`^the sender gave a new .*${label}$`));
      assert.deepEqual(write.ref, { id: what === "contact" ? "100" : "900" });
      assert.equal(write.optional, undefined);
      assert.equal(plan.because, `The sender has news of ${said.person?.name ?? "Olha Client"}.`);
    });
  }

  it("all at once: one update of each record, nothing made", () => {
    const said = {
      person: { name: "Olha Petrenko", phone: "0501112233" },
      company: { website: "b.test", address: "Lviv" },
    };
    const plan = after(said);
    assert.deepEqual(stepsOf(plan), ["use company", "update company", "use contact", "update contact"]);
    assert.deepEqual(update(plan, "company").properties, { website: "b.test", address: "Lviv" });
    assert.equal(update(plan, "company").because, "the sender gave a new website and address");
    assert.deepEqual(update(plan, "contact").properties, { lastname: "Petrenko", phone: "+380501112233" });
  });

  it("the company's new name is the contact's company too", () => {
    const plan = after({ company: { name: "Bakery & Sons" } });
    assert.deepEqual(update(plan, "contact").properties, { company: "Bakery & Sons" });
  });

  it("a fact that the sender had not named before", () => {
    const told = [registered({ person: { email: "olha@bakery.test" } })];
    const plan = after({ company: { address: "Lviv" } }, { told });
    assert.deepEqual(update(plan, "company").properties, { address: "Lviv" });
  });
});

describe("what stays", () => {
  it("the last name, when an update of an unknown customer says the first one only", () => {
    const found = { contacts: [signedUp()], companies: [theirs()] };
    const plan = decideSignUp(updated(5, { person: { ...olha, name: "Olha" } }), world(found), book);
    assert.deepEqual(stepsOf(plan), ["use company", "use contact"]);
  });

  it("the source: where a customer comes from later is not where he came from", () => {
    const said = { person: { phone: "0501112233" }, attribution: { utmSource: "bing" } };
    assert.deepEqual(update(after(said), "contact").properties, { phone: "+380501112233" });
  });

  it("what people wrote into a field that the sender did not change", () => {
    const edited = {
      contact: signedUp({ phone: "+380440000000" }),
      company: theirs({ name: "The Bakery", website: "w" }),
    };
    const plan = after({ person: olha, company: { ...bakery, address: "Lviv" } }, edited);
    assert.deepEqual(stepsOf(plan), ["use company", "update company", "use contact"]);
    assert.deepEqual(update(plan, "company").properties, { address: "Lviv" });
  });

  it("what people emptied and the sender did not change", () => {
    const plan = after({ person: olha, company: bakery }, { company: theirs({ address: "" }) });
    assert.equal(plan.verdict, "ignore");
  });

  it("what is not said: null erases nothing", () => {
    const silent = { person: { ...olha, phone: null }, company: { name: null, website: null } };
    assert.equal(after(silent).verdict, "ignore");
  });

  it("a number that is the same, written in another way", () => {
    const written = { contact: signedUp({ phone: "(050) 111-22-33" }), company: theirs({ phone: "(050) 111-22-33" }) };
    const said = { person: { phone: "+380501112233" }, company: { phone: "+380501112233" } };
    assert.equal(after(said, written).verdict, "ignore");
  });

  it("a further address of the contact that the sender names now", () => {
    const both = signedUp({ hs_additional_emails: "o@bakery.test;olha@gmail.com" });
    assert.equal(after({ person: { email: "olha@gmail.com" } }, { contact: both }).verdict, "ignore");
  });

  it("the company, when only the person's address changes to another company's", () => {
    const cakes = company({ id: "901", name: "Cakes", domain: "cakes.test" });
    const plan = after({ person: { email: "olha@cakes.test" } }, { companies: [cakes] });
    assert.deepEqual(stepsOf(plan), ["use company", "use contact", "update contact"]);
    assert.deepEqual(update(plan, "contact").properties, { email: "olha@cakes.test" });
  });

  it("a domain that the company has, when the sender names one for the first time", () => {
    const { verdict, because } = after({ company: { domain: "bakery.example" } });
    const reason = "The domain bakery.example is not written, for the company has the domain bakery.test.";
    assert.deepEqual([verdict, because], ["ignore", reason]);
    const without = company({ domain: null, values: { ...bakery } });
    const plan = after({ company: { domain: "bakery.example" } }, { company: without });
    assert.deepEqual(update(plan, "company").properties, { domain: "bakery.example" });
  });

  it("a domain that the company has, when the sender names it after all", () => {
    const { because } = after(
      { company: { domain: "WWW.bakery.test" } },
      { company: theirs({ domain: "www.bakery.test" }) },
    );
    assert.match(because, /^Olha Client is already in HubSpot/);
  });

  it("no domain at all, when the first one that the sender names is another company's", () => {
    const cakes = company({ id: "901", name: "Cakes", domain: "cakes.test" });
    const there = held({ company: company({ domain: null, values: { ...bakery } }), companies: [cakes] });
    const again = registered({ person: olha, company: { ...bakery, domain: "cakes.test" } }, { id: "again" }, 5);
    const { verdict, because } = decideSignUp(again, there, book);
    const reason = "The domain cakes.test is not written, for another company has it: Cakes.";
    assert.deepEqual([verdict, because], ["ignore", reason]);
  });

  it("a domain that another company has, or that is our own, is not written; the rest is", () => {
    const told = [registered({ person: olha, company: { ...bakery, domain: "bakery.test" } })];
    const cakes = company({ id: "901", name: "Cakes", domain: "cakes.test" });
    const reasons = { "cakes.test": "another company has it: Cakes", "acme.test": "it is one of your own people" };
    for (const [domain, why] of Object.entries(reasons)) {
      const plan = after({ company: { domain, address: "Lviv" } }, { told, companies: [cakes] });
      assert.deepEqual(update(plan, "company").properties, { address: "Lviv" });
      const unwritten = `The domain ${domain} is not written, for ${why}.`;
      assert.equal(plan.because, `The sender has news of Olha Client. ${unwritten}`);
    }
  });
});

describe("an address that another contact has", () => {
  const other = contact({ id: "101", name: "Olha P", emails: ["o@bakery.test"], values: { email: "o@bakery.test" } });

  it("is no matter of news that do not name it", () => {
    const told = [registered({ person: { ...olha, email: "o@bakery.test" }, company: bakery })];
    const plan = after({ company: { address: "Lviv" } }, { contacts: [other], told });
    assert.equal(plan.because, "The sender has news of Olha Client.");
  });

  it("fills no gap either", () => {
    const phoned = contact({ companies: [{ id: "900" }], values: { phone: "+380671234567" } });
    const there = { told: [registered({ person: { phone: olha.phone } })], contact: phoned, contacts: [other] };
    const plan = decideSignUp(
      registered({ person: { email: "o@bakery.test" } }, { id: "again" }, 5),
      held(there),
      book,
    );
    assert.equal(plan.verdict, "park");
  });

  it("is left out, the rest is written, and the reason says so", () => {
    const plan = after({ person: { email: "o@bakery.test", phone: "0501112233" } }, { contacts: [other] });
    assert.deepEqual(update(plan, "contact").properties, { phone: "+380501112233" });
    assert.match(plan.because, /The address o@bakery\.test is not written, for another contact has it: Olha P\.$/);
  });

  it("parks the event when it was all the news", () => {
    const plan = after({ person: { email: "o@bakery.test" } }, { contacts: [other] });
    assert.deepEqual([plan.verdict, plan.writes], ["park", []]);
    assert.match(plan.because, /merge them in HubSpot and replay this event\.$/);
  });

  it("is written once the other one has given it up", () => {
    const gone = { ...other, values: { email: "new@bakery.test" } };
    const plan = after({ person: { email: "o@bakery.test" } }, { contacts: [gone] });
    assert.deepEqual(update(plan, "contact").properties, { email: "o@bakery.test" });
  });
});

describe("a sign-up that is told again", () => {
  const again = (said: Said, minute: number, there: Held = {}) =>
    decideSignUp(registered(said, { id: "again" }, minute), held(there), book);

  it("with the same facts is ignored, whatever people wrote meanwhile", () => {
    const edited = {
      contact: signedUp({ lastname: "P", company: "", phone: "" }),
      company: theirs({ name: "The Bakery" }),
    };
    const plan = again({ person: olha, company: bakery }, 5, edited);
    const because = "Olha Client is already in HubSpot, with all that this says or with something newer.";
    assert.deepEqual([plan.verdict, plan.because], ["ignore", because]);
    assert.deepEqual(
      plan.writes.map((write) => `${write.do} ${write.what}`),
      ["use company", "use contact"],
    );
  });

  it("with facts that were missing fills gaps only", () => {
    const told = [registered({ person: { email: "olha@bakery.test" } })];
    const gaps = { told, contact: signedUp({ phone: "", company: "" }), company: theirs({ website: "" }) };
    const plan = again({ person: olha, company: bakery }, 5, gaps);
    assert.deepEqual(update(plan, "contact").properties, { phone: "+380671234567", company: "Bakery" });
    assert.deepEqual(update(plan, "company").properties, { website: bakery.website });
  });

  it("with the name of somebody for whom a number stood, even an earlier one", () => {
    const told = [registered({ person: { phone: olha.phone } }), updated(3, { person: { phone: "0501112233" } })];
    const caller = contact({ values: { firstname: "Caller +380671234567", phone: "+380501112233" } });
    const plan = again({ person: { name: olha.name } }, 5, { told, contact: caller });
    assert.deepEqual(update(plan, "contact").properties, { firstname: "Olha", lastname: "Client" });
  });

  it("with other facts than before writes them", () => {
    const plan = again({ person: { ...olha, phone: "0501112233" }, company: bakery }, 5);
    assert.deepEqual(update(plan, "contact").properties, { phone: "+380501112233" });
  });

  it("puts a contact on its company again that is not there", () => {
    const alone = { ...signedUp(), companies: [] };
    const plan = again({ person: olha, company: bakery }, 5, { contact: alone });
    assert.deepEqual(stepsOf(plan), ["use company", "use contact", "associate contact"]);
  });
});

describe("news in another order than it happened", () => {
  it("an update of a customer whom nobody knew works like a sign-up", () => {
    const plan = decideSignUp(updated(5, { person: olha, company: bakery }), world(), book);
    assert.deepEqual(stepsOf(plan), ["create company", "create contact", "associate contact"]);
    assert.equal(plan.because, "Olha Client is a customer of whom nothing was known yet.");
  });

  it("and writes all that it says to the records that it finds", () => {
    const found = { contacts: [signedUp({ lastname: "P" })], companies: [theirs({ name: "The Bakery", address: "" })] };
    const plan = decideSignUp(updated(5, { person: olha, company: bakery }), world(found), book);
    assert.deepEqual(update(plan, "contact").properties, { lastname: "Client" });
    assert.deepEqual(update(plan, "company").properties, { address: "Kyiv", name: "Bakery" });
  });

  const newer = updated(9, { person: { phone: "0501112233" }, company: { website: "new.test" } });
  const now = { contact: signedUp({ phone: "+380501112233" }), company: theirs({ website: "new.test" }) };

  it("an older update that comes late changes nothing that a newer one said", () => {
    const told = [registered(), newer];
    const late = { person: { phone: "0999999999" }, company: { website: "old.test", address: "Lviv" } };
    const plan = after(late, { ...now, told });
    assert.deepEqual(stepsOf(plan), ["use company", "update company", "use contact"]);
    assert.deepEqual(update(plan, "company").properties, { address: "Lviv" });
  });

  it("a sign-up that comes after its update fills what the update did not say", () => {
    const bare = contact({ companies: [{ id: "900" }], values: { email: "olha@bakery.test", phone: "+380501112233" } });
    const there = { told: [newer], contact: bare, company: company({ values: { website: "new.test" } }) };
    const source = { utmSource: "google" };
    const event = registered({ person: olha, company: bakery, attribution: source });
    const plan = decideSignUp(event, held(there), book);
    assert.deepEqual(update(plan, "contact").properties, {
      firstname: "Olha",
      lastname: "Client",
      company: "Bakery",
      hookswitch_utm_source: "google",
    });
    assert.deepEqual(update(plan, "company").properties, { name: "Bakery", phone: "+380441234567", address: "Kyiv" });
  });

  it("news that a newer event had told already stays as people changed it meanwhile", () => {
    const told = [registered(), updated(6, { company: { address: "Lviv" } })];
    const late = updated(5, { company: { address: "Lviv" } }, { receivedAt: "2026-10-09T10:00:00.000Z" });
    const edited = held({ told, company: theirs({ address: "Odesa" }) });
    assert.equal(decideSignUp(late, edited, book).verdict, "ignore");
  });

  it("of a sign-up and a change in the same second the change is the newer one", () => {
    const signUp = registered({ person: olha, company: bakery }, { id: "b" });
    const change = updated(1, { company: { address: "Lviv" } }, { id: "a" });
    const plan = decideSignUp(signUp, world({ told: [change] }), book);
    assert.equal(created(plan, "company").properties.address, "Lviv");
  });

  it("the company is that of the first address, though the newest one is the contact's", () => {
    const told = [updated(5, { person: { email: "olha@cakes.test" } })];
    const plan = decideSignUp(registered({ person: olha }), world({ told }), book);
    assert.equal(created(plan, "company").properties.domain, "bakery.test");
    assert.equal(created(plan, "contact").properties.email, "olha@cakes.test");
  });

  it("the same news in two events of a batch is written by the one that came first, whichever is decided first", () => {
    const one = updated(5, { company: { address: "Lviv" } });
    const two = updated(6, { company: { address: "Lviv" } });
    const there = held({ told: [registered(), one, two] });
    assert.deepEqual(update(decideSignUp(one, there, book), "company").properties, { address: "Lviv" });
    assert.equal(decideSignUp(two, there, book).verdict, "ignore");
  });
});

describe("records that were not there at the sign-up", () => {
  it("a company that the sender names later is found or made, and the contact put on it", () => {
    const known = { contact: signedUp({ email: "olha@ukr.net" }) };
    const told = [registered({ person: { email: "olha@ukr.net" } })];
    const alone = { ...known.contact, companies: [] };
    const plan = decideSignUp(updated(5, { company: bakery }), world({ known: { contact: alone }, told }), book);
    assert.deepEqual(stepsOf(plan), ["create company", "use contact", "associate contact"]);
    assert.equal(created(plan, "company").properties.domain, "bakery.test");
  });

  it("records that are found now are remembered, even if there is nothing to write", () => {
    const known = { contact: signedUp() };
    const plan = decideSignUp(registered(), world({ companies: [theirs()], known, told: [registered()] }), book);
    assert.deepEqual([plan.verdict, stepsOf(plan)], ["write", ["use company", "use contact"]]);
  });

  it("another contact that is found in place of a deleted one is filled with all that was ever said", () => {
    const found = contact({ emails: ["olha@bakery.test"], phones: [], values: { email: "olha@bakery.test" } });
    const snapshot = world({
      contacts: [found],
      companies: [theirs()],
      known: { company: theirs() },
      told: [registered()],
    });
    const plan = decideSignUp(updated(5, { company: { address: "Lviv" } }), snapshot, book);
    assert.partialDeepStrictEqual(update(plan, "contact").properties, { firstname: "Olha", phone: "+380671234567" });
  });

  it("a contact that was deleted in HubSpot is made again, with all that was ever said", () => {
    const snapshot = world({ companies: [theirs()], known: { company: theirs() }, told: [registered()] });
    const plan = decideSignUp(updated(5, { company: { address: "Lviv" } }), snapshot, book);
    assert.deepEqual(stepsOf(plan), ["use company", "update company", "create contact", "associate contact"]);
    assert.partialDeepStrictEqual(created(plan, "contact").properties, {
      email: "olha@bakery.test",
      lastname: "Client",
    });
  });
});
