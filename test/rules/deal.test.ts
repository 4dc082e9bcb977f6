// The deal of a call: which open one is used, and what a new one gets.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Directory } from "../../src/model/crm.ts";
import { recommendedMatrix } from "../../src/model/matrix.ts";
import { callCategory, dealKey } from "../../src/model/properties.ts";
import { decide } from "../../src/rules/decide.ts";
import { anna, callEvent, contact, created, deal, linePhone, rulebook, snapshot, stage } from "./given.ts";

type Change = Parameters<typeof callEvent>[0];

function made(change: Change = {}, book = rulebook()): Record<string, string> {
  return created(decide(callEvent(change), snapshot(), book), "deal").properties;
}

function inPipelines(pipelines: Directory["pipelines"], settings = {}) {
  return rulebook({ directory: { owners: [anna], pipelines, callOutcomes: [] }, settings });
}

describe("a new deal", () => {
  it("has a name, the stage of the settings, an owner, our key and the advertising source", () => {
    const attribution = { utmSource: "google", utmTerm: "roof" };
    assert.deepEqual(made({ client: { phone: "+380501234567", name: "Ivan" }, attribution }), {
      dealname: `Ivan, call to ${linePhone}`,
      pipeline: "sales",
      dealstage: "new",
      hubspot_owner_id: anna.id,
      hookswitch_key: "event-1",
      hookswitch_utm_source: "google",
      hookswitch_utm_term: "roof",
    });
  });

  it("is named after the caller and the line, as far as they are known", () => {
    assert.equal(made({ line: { phone: linePhone, name: "Kyiv" } }).dealname, "+380501234567, call to Kyiv");
    assert.equal(made({ line: {} }).dealname, "+380501234567, call");
    const row = { ...recommendedMatrix["out.new.answered"], deal: "create" as const };
    const book = rulebook({ matrix: { "out.new.answered": row } });
    assert.equal(made({ direction: "out", line: { name: "Kyiv" } }, book).dealname, "+380501234567, call from Kyiv");
  });

  it("has its key, category and source only where the portal has the properties", () => {
    const change = { attribution: { utmSource: "google" }, rating: { category: "Lead" } };
    assert.equal(made(change)[callCategory], "Lead");
    const bare = rulebook({ prepared: { contact: [], deal: [], call: [dealKey, callCategory], missing: [] } });
    assert.deepEqual(
      Object.keys(made(change, bare)).filter((name) => name.startsWith("hookswitch_")),
      [],
    );
  });

  it("says why it was made", () => {
    const first = decide(callEvent(), snapshot(), rulebook());
    assert.equal(created(first, "deal").because, "this is the client's first call, and Anna took the call");
    const row = { ...recommendedMatrix["in.known.answered_by_responsible"], deal: "create" as const };
    const book = rulebook({ matrix: { "in.known.answered_by_responsible": row } });
    const known = contact({ ownerId: anna.id, deals: [deal({ open: false })] });
    const again = decide(callEvent(), snapshot([known]), book);
    assert.match(created(again, "deal").because, /^the client has no open deal, and /);
  });
});

describe("its stage", () => {
  const sales = { id: "sales", label: "Sales", stages: [stage("won", true), stage("first"), stage("new")] };
  const partners = { id: "partners", label: "Partners", stages: [stage("talk")] };
  const rows: [title: string, pipelines: Directory["pipelines"], settings: object, expected: [string, string]][] = [
    ["is the one of the settings", [partners, sales], { pipelineId: "sales", stageId: "new" }, ["sales", "new"]],
    [
      "that is gone is the first open one",
      [partners, sales],
      { pipelineId: "sales", stageId: "gone" },
      ["sales", "first"],
    ],
    ["not chosen is the first open one", [sales], { pipelineId: "sales", stageId: null }, ["sales", "first"]],
    [
      "of a pipeline that is gone is the first pipeline's",
      [partners, sales],
      { pipelineId: "gone" },
      ["partners", "talk"],
    ],
    [
      "of another pipeline is not taken",
      [sales, partners],
      { pipelineId: "partners", stageId: "new" },
      ["partners", "talk"],
    ],
    ["without any choice is the first pipeline's", [sales], { pipelineId: null, stageId: null }, ["sales", "first"]],
  ];
  for (const [title, pipelines, settings, expected] of rows) {
    it(title, () => {
      const { pipeline, dealstage } = made({}, inPipelines(pipelines, settings));
      assert.deepEqual([pipeline, dealstage], expected);
    });
  }

  it("that does not exist leaves the call without a deal, and the reason says so", () => {
    for (const pipelines of [[], [{ id: "old", label: "Old", stages: [stage("won", true)] }]]) {
      const plan = decide(callEvent(), snapshot(), inPipelines(pipelines));
      assert.deepEqual(
        plan.writes.map(({ what }) => what),
        ["contact", "call"],
      );
      assert.match(plan.because, /No deal was made: HubSpot lists no pipeline with an open stage\.$/);
    }
  });
});

describe("a known client's deal", () => {
  it("is the newest open one, and the others are counted", () => {
    const deals = [
      deal({ id: "1", name: "Wall", updatedAt: "2026-09-01T00:00:00.000Z" }),
      deal({ id: "2", name: "Roof", updatedAt: "2026-09-02T00:00:00.000Z" }),
      deal({ id: "3", name: "Door", updatedAt: "2026-09-03T00:00:00.000Z", open: false }),
    ];
    const plan = decide(callEvent(), snapshot([contact({ deals })]), rulebook());
    const [used] = plan.writes.filter(({ what }) => what === "deal");
    assert.deepEqual([used?.do, used && "ref" in used && used.ref], ["use", { id: "2" }]);
    assert.equal(used?.because, "“Roof” is the newest of 2 open deals");
  });

  it("is not made when the matrix only asks for an existing one", () => {
    const plan = decide(callEvent(), snapshot([contact({ deals: [deal({ open: false })] })]), rulebook());
    assert.deepEqual(
      plan.writes.map(({ what }) => what),
      ["contact", "call"],
    );
  });
});
