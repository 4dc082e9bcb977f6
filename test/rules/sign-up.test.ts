// Sign-ups: company, contact and that they belong together, found before they are made, and why.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plan } from "../../src/model/plan.ts";
import { decideSignUp, soughtBySignUp } from "../../src/rules/sign-up.ts";
import { withPlan } from "../../src/rules/world.ts";
import { anna, boris, contact, created, employee, rulebook, tamara } from "./given.ts";
import {
  bakery,
  book,
  company,
  olha,
  registered,
  type Said,
  stepsOf,
  subject,
  update,
  updated,
  world,
} from "./signing-up.ts";

const whole = ["create company", "create contact", "associate contact"];

function used(plan: Plan, what: "company" | "contact") {
  const write = plan.writes.find((candidate) => candidate.do === "use" && candidate.what === what);
  assert.ok(write?.do === "use", `the plan uses no ${what}: ${JSON.stringify(plan)}`);
  return write;
}

describe("a sign-up of somebody new", () => {
  const source = { utmSource: "google", utmCampaign: "spring" };
  const plan = decideSignUp(registered({ person: olha, company: bakery, attribution: source }), world(), book);

  it("makes the company, the contact, and puts them together", () => {
    assert.deepEqual(
      plan.writes.map(({ key, because }) => [key, because]),
      [
        ["event-1/company", "no company has the domain bakery.test, and Tamara is the TOP manager"],
        ["event-1/contact", "nobody has olha@bakery.test, and Tamara is the TOP manager"],
        ["event-1/association", "it is the company with which the customer signed up"],
      ],
    );
    assert.deepEqual([plan.verdict, plan.because], ["write", "Olha Client signed up."]);
    assert.deepEqual(stepsOf(plan), whole);
  });

  it("gives the company all that is known of it", () => {
    assert.deepEqual(created(plan, "company").properties, {
      name: "Bakery",
      domain: "bakery.test",
      website: "https://www.bakery.test/about",
      phone: "+380441234567",
      address: "Kyiv",
      hubspot_owner_id: tamara.id,
      hookswitch_company_key: "bakery.test",
    });
  });

  it("gives the contact name, address, number, company and the source of this moment", () => {
    assert.deepEqual(created(plan, "contact").properties, {
      firstname: "Olha",
      lastname: "Client",
      email: "olha@bakery.test",
      phone: "+380671234567",
      company: "Bakery",
      hubspot_owner_id: tamara.id,
      hookswitch_phone: "+380671234567",
      hookswitch_utm_source: "google",
      hookswitch_utm_campaign: "spring",
    });
  });

  it("links what the plan makes", () => {
    const [, , link] = plan.writes;
    assert.partialDeepStrictEqual(link, {
      ref: { key: "event-1/contact" },
      associate: [{ what: "company", ref: { key: "event-1/company" } }],
    });
  });
});

describe("which company it is", () => {
  const found = company({ values: { name: "Bakery", domain: "bakery.test", phone: "+380440000000" } });

  const byDomain: [string, Said][] = [
    [
      "the domain that the sender names",
      { person: { email: "olha@gmail.com" }, company: { domain: "WWW.Bakery.test" } },
    ],
    [
      "the host of the website",
      { person: { email: "olha@gmail.com" }, company: { website: "bakery.test:8080/about" } },
    ],
    ["the person's address", { person: { email: "olha@BAKERY.test" } }],
    ["a further address", { person: { email: "olha@gmail.com", emails: ["o@bakery.test"] } }],
    ["the address, when the named domain is a free mail's", { person: olha, company: { domain: "gmail.com" } }],
    [
      "the address, when the website is a page at Facebook",
      { person: olha, company: { website: "facebook.com/bakery" } },
    ],
  ];
  for (const [by, said] of byDomain) {
    it(`is found by ${by}`, () => {
      const plan = decideSignUp(registered(said), world({ companies: [found] }), book);
      assert.partialDeepStrictEqual(used(plan, "company"), {
        key: "event-1/company",
        ref: { id: "900" },
        name: "Bakery",
        because: "bakery.test is the domain of Bakery",
      });
    });
  }

  it("is found by a domain in Ukrainian letters", () => {
    const ukrainian = company({ domain: "xn--80ajpngj0i.xn--j1amh" });
    const said = { person: { email: "olha@gmail.com" }, company: { website: "https://Пекарня.укр/меню" } };
    const plan = decideSignUp(registered(said), world({ companies: [ukrainian] }), book);
    assert.deepEqual(used(plan, "company").ref, { id: "900" });
  });

  it("is the sender's word before the website, and the website before the address", () => {
    const said = { person: olha, company: { domain: "a.test", website: "b.test" } };
    assert.equal(created(decideSignUp(registered(said), world(), book), "company").properties.domain, "a.test");
    const website = { person: olha, company: { website: "b.test" } };
    assert.equal(created(decideSignUp(registered(website), world(), book), "company").properties.domain, "b.test");
  });

  it("only its gaps are filled, and the contact is put on it", () => {
    const plan = decideSignUp(registered(), world({ companies: [found] }), book);
    assert.deepEqual(stepsOf(plan), ["use company", "update company", "create contact", "associate contact"]);
    assert.deepEqual(update(plan, "company").properties, { website: bakery.website, address: "Kyiv" });
    assert.equal(update(plan, "company").because, "it had no website or address yet");
    assert.equal(update(plan, "company").key, "event-1/company-news");
  });

  it("has no name where only the domain is known: the domain stands for it", () => {
    const plan = decideSignUp(registered({ person: { email: "olha@bakery.test" } }), world(), book);
    assert.equal(created(plan, "company").properties.name, "bakery.test");
  });

  it("without a domain is made by its name, and kept one by the customer", () => {
    const said = { person: { email: "olha@ukr.net" }, company: { name: "<i>Пекарня</i> & Co" } };
    const write = created(decideSignUp(registered(said), world(), book), "company");
    assert.deepEqual([write.properties.name, write.properties.domain], ["<i>Пекарня</i> & Co", undefined]);
    assert.equal(write.properties.hookswitch_company_key, `customer:${subject}`);
    assert.match(write.because, /^it has no domain by which it could be looked for, and Tamara/);
  });

  it("without a domain is the contact's own company of that name", () => {
    const theirs = company({ id: "901", domain: null, name: "Пекарня" });
    const known = contact({ emails: ["olha@ukr.net"], companies: [{ id: "901" }] });
    const said = { person: { email: "olha@ukr.net", company: "пекарня" } };
    const plan = decideSignUp(registered(said), world({ contacts: [known], companies: [company(), theirs] }), book);
    assert.deepEqual(used(plan, "company").ref, { id: "901" });
    assert.equal(used(plan, "company").because, "Ivan Petrenko belongs to a company of this name");
  });
});

describe("no company", () => {
  it("of the same name that is not the contact's", () => {
    const namesake = company({ id: "901", domain: null, name: "Пекарня" });
    const said = { person: { email: "olha@ukr.net", company: "Пекарня" } };
    const plan = decideSignUp(registered(said), world({ companies: [namesake] }), book);
    assert.deepEqual(stepsOf(plan), whole);
  });

  const none: [string, Said, string][] = [
    [
      "free mail and no company data",
      { person: { name: "Olha", email: "olha@ukr.net" } },
      "Olha signed up. No company is written: no company is named, and anybody can have an address at ukr.net.",
    ],
    [
      "a number alone",
      { person: { name: "Olha", phone: "0671234567" } },
      "Olha signed up. No company is written: no company is named.",
    ],
    [
      "a company that is our own",
      { person: { name: "Olha", email: "olha@ukr.net" }, company: { name: "Acme", domain: "acme.test" } },
      "Olha signed up. No company is written: acme.test is a domain of your own people.",
    ],
  ];
  for (const [title, said, because] of none) {
    it(title, () => {
      const plan = decideSignUp(registered(said), world(), book);
      assert.deepEqual(stepsOf(plan), ["create contact"]);
      assert.equal(plan.because, because);
    });
  }
});

describe("which contact it is", () => {
  it("is found by any of the addresses, then only its gaps are filled", () => {
    const known = contact({
      emails: ["ivan@bakery.test", "olha@bakery.test"],
      values: { firstname: "O.", phone: "1" },
    });
    const plan = decideSignUp(registered({ person: olha }), world({ contacts: [known], companies: [company()] }), book);
    assert.deepEqual(stepsOf(plan), ["use company", "use contact", "update contact", "associate contact"]);
    assert.equal(used(plan, "contact").because, "olha@bakery.test is an address of Ivan Petrenko");
    assert.deepEqual(update(plan, "contact").properties, { email: "olha@bakery.test" });
    assert.equal(update(plan, "contact").key, "event-1/contact-news");
    assert.equal(update(plan, "contact").optional, true);
  });

  it("is found by the number when it has no address yet", () => {
    const caller = contact({
      phones: ["0671234567"],
      values: { firstname: "Caller +380671234567", phone: "0671234567" },
    });
    const plan = decideSignUp(registered({ person: olha }), world({ contacts: [caller] }), book);
    assert.equal(used(plan, "contact").because, "+380…4567 is a number of Ivan Petrenko");
    assert.deepEqual(update(plan, "contact").properties, {
      firstname: "Olha",
      lastname: "Client",
      email: "olha@bakery.test",
    });
  });

  it("is nobody who only shares the number: the new contact does without our key, which is the other's", () => {
    const colleague = contact({ phones: ["0671234567"], emails: ["ivan@bakery.test"] });
    const plan = decideSignUp(registered({ person: olha }), world({ contacts: [colleague] }), book);
    const { properties, because } = created(plan, "contact");
    assert.deepEqual([properties.phone, properties.hookswitch_phone], ["+380671234567", undefined]);
    const shared = "(+380…4567 is a number of Ivan Petrenko, with another address)";
    assert.equal(because, `nobody has olha@bakery.test ${shared}, and Tamara is the TOP manager`);
  });

  it("is by the number alone when the sender knows no address", () => {
    const known = contact({ phones: ["0671234567"], emails: ["ivan@bakery.test"] });
    const plan = decideSignUp(registered({ person: { phone: "0671234567" } }), world({ contacts: [known] }), book);
    assert.deepEqual(stepsOf(plan), ["use contact"]);
  });

  it("brings its responsible to a new company", () => {
    const known = contact({ emails: ["olha@bakery.test"], ownerId: boris.id });
    const plan = decideSignUp(registered(), world({ contacts: [known] }), book);
    assert.equal(created(plan, "company").properties.hubspot_owner_id, boris.id);
    assert.match(created(plan, "company").because, /Boris is responsible for the client$/);
  });

  it("is not put on its company again", () => {
    const known = contact({ emails: ["olha@bakery.test"], companies: [{ id: "900" }] });
    const there = { contacts: [known], companies: [company()] };
    const plan = decideSignUp(registered({ person: { email: "olha@bakery.test" } }), world(there), book);
    assert.deepEqual(stepsOf(plan), ["use company", "use contact", "update contact"]);
    assert.deepEqual(update(plan, "contact").properties, { email: "olha@bakery.test" });
  });
});

describe("nobody to write to", () => {
  const parked: [string, Said][] = [
    ["no person", { person: null, company: bakery }],
    ["an address and a number that are none", { person: { name: "Olha", email: "olha", phone: "12" } }],
  ];
  for (const [title, said] of parked) {
    it(`${title}: parked`, () => {
      const plan = decideSignUp(registered(said), world(), book);
      assert.equal(plan.verdict, "park");
      assert.match(plan.because, /neither an e-mail address nor a phone number that can be read/);
    });
  }

  const ours: [string, Said][] = [
    [anna.email ?? "", { person: { email: anna.email }, company: bakery }],
    ["trainee@acme.test", { person: { email: "Trainee@ACME.test" } }],
    ["vera@gmail.com", { person: { email: "olha@ukr.net", emails: ["vera@gmail.com"] } }],
  ];
  for (const [address, said] of ours) {
    it(`${address} is one of ours: ignored`, () => {
      const rules = rulebook({ employees: [employee({ email: "Vera@gmail.com" })] });
      const plan = decideSignUp(registered(said), world(), rules);
      assert.equal(plan.verdict, "ignore");
      assert.equal(plan.because, `${address} is an address of your own people, so this is no customer.`);
      assert.deepEqual(soughtBySignUp(registered(said), rules), { emails: [], phones: [], domains: [] });
    });
  }
});

describe("what HubSpot is asked for", () => {
  it("all addresses, the number, and the domains of which a company may be known", () => {
    const said = {
      person: { ...olha, emails: ["olha@gmail.com", "boss@cakes.test"] },
      company: { domain: "Bakery.example", website: "www.bakery.test/about" },
    };
    const { emails, phones, domains } = soughtBySignUp(registered(said), book);
    assert.deepEqual(emails, ["olha@bakery.test", "olha@gmail.com", "boss@cakes.test"]);
    assert.deepEqual(
      phones.map(({ phone }) => phone.e164),
      ["+380671234567"],
    );
    assert.deepEqual(domains, ["bakery.example", "bakery.test", "cakes.test"]);
  });

  it("nothing of our own, and nothing when the event says nothing", () => {
    assert.deepEqual(soughtBySignUp(registered({ company: { website: "acme.test" } }), book).domains, []);
    assert.deepEqual(soughtBySignUp(updated(2, {}), book), { emails: [], phones: [], domains: [] });
  });
});

describe("the next event of the batch", () => {
  const values = { email: "olha@bakery.test" };
  const known = contact({ id: "900", phones: [], emails: ["olha@bakery.test"], values });
  const after = (said: Said) => {
    const before = world({ contacts: [known], companies: [company({ id: "900" }), company({ id: "100" })] });
    const event = registered(said);
    return withPlan(before, event, decideSignUp(event, before, book));
  };

  it("does not take a company for the contact that has the same id", () => {
    const { contact: whose, company: theirs } = after({ person: olha }).customers.get(subject) ?? {};
    assert.deepEqual([whose?.ref, theirs?.ref], [{ id: "900" }, { id: "100" }]);
    assert.equal(theirs?.name, "Bakery");
  });

  it("finds a contact by the number and the address that it has been given by then", () => {
    const { contacts } = after({ person: olha });
    assert.deepEqual(
      contacts.get("+380671234567")?.map(({ ref }) => ref),
      [{ id: "900" }],
    );
  });
});
