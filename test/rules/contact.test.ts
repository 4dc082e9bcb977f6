// The contact of a call: what a new one gets, and which gaps of a known one are filled.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { attributionProperties, contactKey } from "../../src/model/properties.ts";
import { createContact, fillContact, knownOf } from "../../src/rules/contact.ts";
import { anna, callEvent, clientPhone, contact, phone, rulebook } from "./given.ts";

const annas = { ownerId: anna.id, because: "Anna took the call" };
const said = { phone: clientPhone, name: "Ivan van der Berg", email: "ivan@client.test" };
const source = { utmSource: "google", utmMedium: "cpc", gclid: "g1" };

type Change = Parameters<typeof callEvent>[0];

function made(change: Change = {}, book = rulebook()): Record<string, string> {
  return createContact(knownOf(callEvent(change), phone(clientPhone)), "nobody has +380…4567", annas, book).properties;
}

function filled(values: Record<string, string>, change: Change = {}, book = rulebook()): Record<string, string> {
  return fillContact(knownOf(callEvent(change), phone(clientPhone)), contact({ values }), book)?.properties ?? {};
}

describe("a new contact", () => {
  it("has the caller's name, e-mail, number, owner and advertising source", () => {
    assert.deepEqual(made({ client: said, attribution: source }), {
      firstname: "Ivan",
      lastname: "van der Berg",
      email: "ivan@client.test",
      phone: clientPhone,
      hubspot_owner_id: anna.id,
      hookswitch_phone: clientPhone,
      hookswitch_utm_source: "google",
      hookswitch_utm_medium: "cpc",
      hookswitch_gclid: "g1",
    });
  });

  it("with one name has a first name only, and no empty last name", () => {
    const { firstname, lastname } = made({ client: { ...said, name: "Ivan" } });
    assert.deepEqual([firstname, lastname], ["Ivan", undefined]);
  });

  it("without a name has the portal's placeholder, for HubSpot wants a name", () => {
    assert.equal(made().firstname, "Caller +380501234567");
    const book = rulebook({ settings: { placeholderName: "{phone} ({phone})" } });
    assert.equal(made({}, book).firstname, "+380501234567 (+380501234567)");
  });

  it("does without an e-mail that HubSpot would refuse together with the contact", () => {
    for (const email of ["ivan", "ivan@client", "a b@client.test", "@client.test", "ivan@client."]) {
      assert.ok(!("email" in made({ client: { ...said, email } })), email);
    }
  });

  it("has its unique key and its source only where the portal has the properties", () => {
    const book = rulebook({ prepared: { contact: ["hookswitch_gclid"], deal: [], call: [], missing: [] } });
    const ours = Object.keys(made({ attribution: source }, book)).filter((name) => name.startsWith("hookswitch_"));
    assert.deepEqual(ours, ["hookswitch_gclid"]);
    assert.equal(made()[contactKey], clientPhone);
  });

  it("says whose number was unknown, without telling all of it", () => {
    const { because } = createContact(
      knownOf(callEvent(), phone(clientPhone)),
      "nobody has +380…4567",
      annas,
      rulebook(),
    );
    assert.equal(because, "nobody has +380…4567, and Anna took the call");
  });
});

describe("a known contact", () => {
  it("gets the name, e-mail and source that it lacks", () => {
    assert.deepEqual(filled({}, { client: said, attribution: source }), {
      firstname: "Ivan",
      lastname: "van der Berg",
      email: "ivan@client.test",
      hookswitch_utm_source: "google",
      hookswitch_utm_medium: "cpc",
      hookswitch_gclid: "g1",
    });
  });

  it("gets a name instead of our placeholder", () => {
    assert.equal(filled({ firstname: "Caller +380501234567" }, { client: said }).firstname, "Ivan");
  });

  it("keeps half a name as it is", () => {
    assert.deepEqual(filled({ firstname: "Vanya" }, { client: said, attribution: {} }).firstname, undefined);
    assert.deepEqual(filled({ lastname: "Berg" }, { client: said, attribution: {} }).firstname, undefined);
  });

  it("keeps the source of its first call whole: a later one adds nothing to it", () => {
    assert.deepEqual(filled({ hookswitch_utm_source: "bing" }, { attribution: source }), {});
  });

  it("is not touched when there is nothing to add", () => {
    assert.equal(fillContact(knownOf(callEvent(), phone(clientPhone)), contact(), rulebook()), null);
  });

  it("never loses a value that a person may have typed", () => {
    const names = [
      "firstname",
      "lastname",
      "email",
      "phone",
      "hubspot_owner_id",
      ...Object.values(attributionProperties),
    ];
    const anyValues = fc.dictionary(fc.constantFrom(...names), fc.constantFrom("Olha", "x@y.test", "1"));
    fc.assert(
      fc.property(anyValues, (values) => {
        const overwritten = Object.keys(filled(values, { client: said, attribution: source })).filter(
          (name) => values[name],
        );
        assert.deepEqual(overwritten, []);
      }),
    );
  });

  it("says what it lacked", () => {
    const write = fillContact(
      knownOf(callEvent({ client: said }), phone(clientPhone)),
      contact({ values: { firstname: "Ivan" } }),
      rulebook(),
    );
    assert.equal(write?.because, "it had no email yet");
  });
});
