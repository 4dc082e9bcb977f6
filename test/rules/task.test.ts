// The task of a call: what it asks for, of whom, by when, and how it is recognised again.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MatrixRow } from "../../src/model/matrix.ts";
import { taskFor } from "../../src/rules/task.ts";
import { callEvent, clientPhone } from "./given.ts";

type Change = Parameters<typeof callEvent>[0];

const tamaras = { ownerId: "13", because: "Tamara is the TOP manager" };

function task(kind: MatrixRow["task"], change: Change = {}, dueHours = 4, envelope = {}) {
  const row: MatrixRow = { contact: "create", deal: "none", call: "log", task: kind, owner: "top_manager", dueHours };
  const belongsTo = [{ what: "contact" as const, ref: { id: "100" } }];
  return taskFor(callEvent(change, envelope), row, { name: "Ivan", phone: clientPhone }, tamaras, belongsTo);
}

describe("each kind of task says what to do and what happened", () => {
  const missed = { outcome: "missed", agent: null } as const;
  type Row = [kind: MatrixRow["task"], change: Change, subject: string, body: string, type: string];
  const rows: Row[] = [
    ["call_back", missed, "Call back Ivan", "Missed call from +380501234567.", "CALL"],
    [
      "call_back",
      { ...missed, outcome: "voicemail" },
      "Call back Ivan (left a voicemail)",
      "Missed call from +380501234567.",
      "CALL",
    ],
    ["call_back", { outcome: "no_answer_by_client" }, "Call back Ivan", "+380501234567 did not answer.", "CALL"],
    ["call_back", { ...missed, direction: "out" }, "Call back Ivan", "+380501234567 did not answer.", "CALL"],
    ["call_back", {}, "Call back Ivan", "extension 101 spoke with +380501234567.", "CALL"],
    [
      "check_settings",
      { agent: { name: "Vera" } },
      "Check settings: Vera is not mapped to a HubSpot owner",
      "Vera spoke with +380501234567. Map this employee on the Employees page of Hookswitch.",
      "TODO",
    ],
    [
      "check_settings",
      { agent: null },
      "Check settings: the phone system does not say which employee was on the call",
      "Somebody spoke with +380501234567. Add the employee&#39;s e-mail or extension to what the phone system sends.",
      "TODO",
    ],
    [
      "inform",
      { agent: { name: "Anna" } },
      "Anna spoke with Ivan",
      "Anna spoke with +380501234567. The call is on the timeline.",
      "TODO",
    ],
    [
      "inform",
      missed,
      "Nobody spoke with Ivan",
      "Missed call from +380501234567. The call is on the timeline.",
      "TODO",
    ],
  ];
  for (const [kind, change, subject, body, type] of rows) {
    it(`${kind}: ${subject}`, () => {
      const properties = task(kind, change)?.properties;
      assert.equal(properties?.hs_task_subject, subject);
      assert.equal(properties?.hs_task_body, `${body}<br>Ref: event-1/task`);
      assert.equal(properties?.hs_task_type, type);
      assert.equal(properties?.hs_task_status, "NOT_STARTED");
      assert.equal(properties?.hs_task_priority, "HIGH");
      assert.equal(properties?.hubspot_owner_id, "13");
    });
  }

  it("no task is made when the matrix asks for none", () => assert.equal(task("none"), null));

  it("the reason tells why it was made and why it is this owner's", () => {
    assert.equal(task("call_back", missed)?.because, "nobody spoke with the client, and Tamara is the TOP manager");
    assert.match(task("call_back")?.because ?? "", /^the matrix asks for a call back, and /);
  });
});

describe("a task is due", () => {
  const ended = { endedAt: "2026-10-09T09:31:35.000Z" };
  const rows: [title: string, change: Change, dueHours: number, due: string][] = [
    ["so many hours after the call ended", ended, 4, "2026-10-09T13:31:35.000Z"],
    ["at once when the matrix says 0", ended, 0, "2026-10-09T09:31:35.000Z"],
    ["a month later at most", ended, 720, "2026-11-08T09:31:35.000Z"],
    ["counted from the beginning when the end is not known", { endedAt: null }, 4, "2026-10-09T13:30:00.000Z"],
    ["counted from the event when neither is", { endedAt: null, startedAt: null }, 1, "2026-10-09T10:31:35.000Z"],
    [
      "in UTC, whatever offset the phone system writes",
      { endedAt: "2026-10-09T12:31:35+03:00" },
      4,
      "2026-10-09T13:31:35.000Z",
    ],
  ];
  for (const [title, change, dueHours, due] of rows) {
    it(title, () => assert.equal(task("call_back", change, dueHours)?.properties.hs_timestamp, due));
  }

  it("by when the call happened and never by when it was received", () => {
    const late = task("call_back", {}, 4, { receivedAt: "2027-01-01T00:00:00.000Z" });
    assert.equal(late?.properties.hs_timestamp, "2026-10-09T13:31:35.000Z");
  });
});

describe("its body", () => {
  it("tells the advertising source and escapes it", () => {
    const body = task("call_back", { attribution: { utmSource: "<i>google</i>", utmMedium: "cpc" } })?.properties
      .hs_task_body;
    assert.match(body ?? "", /<br>Advertising source: &lt;i&gt;google&lt;\/i&gt; \/ cpc<br>Ref: event-1\/task$/);
  });

  it("escapes the name that the phone system gives an employee", () => {
    const body = task("inform", { agent: { name: "<script>" } })?.properties.hs_task_body;
    assert.match(body ?? "", /^&lt;script&gt; spoke with/);
  });

  it("ends with its reference even if all the rest is too long for HubSpot", () => {
    const body = task("call_back", { attribution: { utmSource: "g".repeat(90_000) } })?.properties.hs_task_body ?? "";
    assert.ok(body.length < 65_536, String(body.length));
    assert.match(body, /<br>Ref: event-1\/task$/);
  });
});
