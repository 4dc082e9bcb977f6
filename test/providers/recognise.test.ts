// A delivery that came without its sender's name is recognised as its sender's or as nobody's, never as another's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { providers } from "../../src/providers/index.ts";
import { recognised } from "../../src/providers/recognise.ts";
import { fixtures, jsonDelivery } from "./fixture.ts";

for (const provider of providers) {
  describe(provider.label, () => {
    const own = fixtures.filter((fixture) => fixture.provider === provider.name);

    for (const { name, delivery } of own) {
      it(`${name} is nobody else's`, () => {
        const sender = recognised(delivery)?.name;
        assert.ok(sender === undefined || sender === provider.name, `taken for ${sender}'s`);
      });
    }

    it("claims nothing that is another's", () => {
      const others = fixtures.filter((fixture) => fixture.provider !== provider.name);
      const claimed = others.filter(({ delivery }) => provider.recognises?.(delivery));
      assert.deepEqual(
        claimed.map((fixture) => `${fixture.provider}/${fixture.name}`),
        [],
      );
    });

    if (provider.recognises) {
      it("is recognised by at least one of its deliveries", () => {
        assert.ok(own.some(({ delivery }) => recognised(delivery) === provider));
      });
    }
  });
}

describe("Ringostat", () => {
  const ringostat = providers.find(({ name }) => name === "ringostat");
  const call = {
    type: "in",
    uniqueid: "1",
    calldate: "2026-10-09 12:30:01",
    E164: "380501234567",
    disposition: "PROPER",
  };

  it("is recognised by its HTTP client", () => {
    const delivery = jsonDelivery({ deal: 7 }, { "user-agent": "ringostat HTTP Client v1.1" });
    assert.equal(recognised(delivery), ringostat);
  });

  it("is recognised by its names, all of them together", () => {
    assert.equal(recognised(jsonDelivery(call)), ringostat);
    assert.equal(recognised(jsonDelivery({ ...call, E164: undefined, connected_with: "acme_101" })), ringostat);
    for (const name of Object.keys(call)) assert.equal(recognised(jsonDelivery({ ...call, [name]: undefined })), null);
    assert.equal(recognised(jsonDelivery({ ...call, disposition: "DONE" })), null);
  });
});

it("what cannot be read is nobody's", () => {
  for (const body of ["", "{", "[]", "null", "=", "<xml/>", "\0"]) {
    assert.equal(recognised({ method: "POST", query: "", headers: {}, body: Buffer.from(body) }), null, body);
  }
});
