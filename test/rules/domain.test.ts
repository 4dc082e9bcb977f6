// Domains of e-mail addresses and websites: how they are written, which of them anybody can use, and which are our own.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isFreeMail, mailDomain, ownDomains, webDomain } from "../../src/rules/domain.ts";
import { employee, rulebook } from "./given.ts";

describe("the domain of a website", () => {
  const cases: [string, string | null][] = [
    ["bakery.test", "bakery.test"],
    ["https://www.BAKERY.test:8080/about?x=1#top", "bakery.test"],
    ["//bakery.test/about", "bakery.test"],
    ["HTTP://Shop.Bakery.Test.", "shop.bakery.test"],
    ["  bakery.test ", "bakery.test"],
    ["https://olha@bakery.test", "bakery.test"],
    ["https://пекарня.укр/меню", "xn--80ajpngj0i.xn--j1amh"],
    ["www.test.com", "test.com"],
    ["www.test", "www.test"],
    ["127.0.0.1", null],
    ["http://127.1:3000", null],
    ["http://[::1]/", null],
    ["localhost:3000", null],
    ["printer.local", null],
    ["bakery", null],
    ["The Bakery", null],
    ["bakery.test, shop.test", null],
    ["", null],
    ["https://www.facebook.com/bakery", null],
    ["uk-ua.facebook.com/bakery", null],
    ["https://instagram.com/bakery", null],
    ["notfacebook.com", "notfacebook.com"],
  ];
  for (const [website, domain] of cases) {
    it(`${JSON.stringify(website)}: ${domain ?? "none"}`, () => assert.equal(webDomain(website), domain));
  }
});

describe("the domain of an e-mail address", () => {
  const cases: [string, string | null][] = [
    ["Olha@BAKERY.test", "bakery.test"],
    ["olha@пекарня.укр", "xn--80ajpngj0i.xn--j1amh"],
    ["olha@[192.168.0.1]", null],
    ["olha@localhost", null],
    ["@bakery.test", null],
    ["olha", null],
  ];
  for (const [email, domain] of cases) {
    it(`${email}: ${domain ?? "none"}`, () => assert.equal(mailDomain(email), domain));
  }
});

describe("free mail", () => {
  const known = [
    ...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "yahoo.com", "aol.com"],
    ...["proton.me", "protonmail.com", "pm.me", "tuta.com", "fastmail.com", "zoho.com", "yandex.com"],
    ...["ukr.net", "i.ua", "meta.ua", "bigmir.net", "email.ua", "ua.fm", "3g.ua"],
    ...["web.de", "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "t-online.de", "freenet.de", "posteo.de"],
    ...["wp.pl", "o2.pl", "onet.pl", "op.pl", "interia.pl", "seznam.cz", "atlas.cz", "azet.sk", "freemail.hu"],
    ...["orange.fr", "free.fr", "laposte.net", "libero.it", "sapo.pt", "bluewin.ch", "qq.com", "163.com", "naver.com"],
  ];
  it("is known of the large providers of many countries", () => {
    assert.deepEqual(
      known.filter((domain) => !isFreeMail(domain)),
      [],
    );
  });

  it("is no company's own domain, nor one that is reserved for examples", () => {
    const companies = ["bakery.test", "example.com", "mail.bakery.test", "hubspot.com", "google.com", "kyivstar.net"];
    assert.deepEqual(companies.filter(isFreeMail), []);
  });
});

it("our own domains are those of the settings, the HubSpot users and the employees, but no free mail", () => {
  const rules = rulebook({
    settings: { ownDomains: ["acme-group.test", "www.acme.example"] },
    employees: [employee({ email: "Anna@Phones.Acme.test" }), employee({ email: "vera@gmail.com" }), employee()],
  });
  assert.deepEqual([...ownDomains(rules)].sort(), ["acme-group.test", "acme.example", "acme.test", "phones.acme.test"]);
});
