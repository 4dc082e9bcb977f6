// Runs the two agents of docs/asterisk.md as they stand there, and reads what they post.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { promisify } from "node:util";
import { asterisk } from "../../src/providers/asterisk.ts";
import { connectionOf } from "./fixture.ts";

const run = promisify(execFile);
const docs = readFileSync(new URL("../../docs/asterisk.md", import.meta.url), "utf8");
const [forAsterisk = "", forFreePbx = ""] = [...docs.matchAll(/```python\n(#![\s\S]*?)```/g)].map(([, code]) => code);

const channels = '"from-trunk","""Sample Client"" <380501234567>","PJSIP/provider-1","PJSIP/101-2","Dial","PJSIP/101"';
const times = '"2026-10-09 12:30:01","2026-10-09 12:30:16","2026-10-09 12:31:36",95,80,"ANSWERED","DOCUMENTATION"';
const line = (id: string) => `"","380501234567","380441112233",${channels},${times},"${id}","","","${id}",7\n`;

function python(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("the agents of docs/asterisk.md", { skip: python() ? false : "there is no python3" }, () => {
  let folder = "";
  let posted: Buffer[] = [];
  let status = 200;
  let server: Server;
  let address = "";

  before(async () => {
    server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      posted.push(Buffer.concat(parts));
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}/`;
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "asterisk-agent-"));
    posted = [];
    status = 200;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function runAgent(code: string): Promise<void> {
    const script = code
      .replace(/^ADDRESS = .*$/m, `ADDRESS = "${address}"`)
      .replace(/^RECORDS = .*$/m, `RECORDS = "${join(folder, "Master.csv")}"`)
      .replace(/^PLACE = .*$/m, `PLACE = "${join(folder, "place")}"`);
    writeFileSync(join(folder, "agent.py"), script);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, http_proxy: "", no_proxy: "127.0.0.1" };
    await run("python3", [join(folder, "agent.py")], { env });
  }

  function subjects(): string[] {
    return posted.map((body) => {
      const delivery = { method: "POST", query: "", headers: { "content-type": "application/json" }, body };
      const reading = asterisk.read(delivery, connectionOf());
      assert.ok("happenings" in reading && reading.happenings.length === 1, JSON.stringify(reading));
      assert.partialDeepStrictEqual(reading.happenings[0].data, {
        direction: "in",
        outcome: "answered",
        client: { phone: "380501234567", name: "Sample Client" },
        agent: { extension: "101" },
        talkSeconds: 80,
      });
      return reading.happenings[0].subject;
    });
  }

  it("plain Asterisk's posts each new call once, again after a failure, and follows a new file", async () => {
    const records = join(folder, "Master.csv");
    writeFileSync(records, line("1.1"));
    await runAgent(forAsterisk);
    assert.deepEqual(subjects(), [], "what was there before it is left alone");
    appendFileSync(records, `${line("2.1")}${line("2.2")}"half a li`);
    status = 503;
    await assert.rejects(runAgent(forAsterisk));
    status = 200;
    posted = [];
    await runAgent(forAsterisk);
    assert.deepEqual(subjects(), ["asterisk/2.1", "asterisk/2.2"]);
    writeFileSync(records, line("3.1"));
    await runAgent(forAsterisk);
    assert.deepEqual(subjects(), ["asterisk/2.1", "asterisk/2.2", "asterisk/3.1"]);
    await runAgent(forAsterisk);
    assert.equal(posted.length, 3);
  });

  it("FreePBX's posts what its database answers, a request for each call", async () => {
    const names = "calldate clid src dst channel dstchannel lastapp duration billsec disposition uniqueid did linkedid";
    const row = (uniqueId: string, linkedId: string) =>
      `2026-10-09 12:30:01|"Sample Client" <380501234567>|380501234567|101|PJSIP/provider-1|PJSIP/101-2|Dial|95|80|ANSWERED|${uniqueId}|380441112233|${linkedId}`;
    const table = [names.replaceAll(" ", "|"), row("1.1", "1.1"), row("1.2", "1.1"), row("2.1", "2.1")];
    writeFileSync(join(folder, "answer"), `${table.join("\n").replaceAll("|", "\t")}\n`);
    const mysql = `#!/bin/sh\necho "$*" > "${folder}/asked"\ncat "${folder}/answer"\n`;
    writeFileSync(join(folder, "mysql"), mysql, { mode: 0o755 });
    await runAgent(forFreePbx);
    assert.deepEqual(subjects(), ["asterisk/1.1", "asterisk/2.1"]);
    assert.match(readFileSync(join(folder, "asked"), "utf8"), /^--batch asteriskcdrdb -e select \* from cdr where/);
    assert.match(readFileSync(join(folder, "place"), "utf8"), /^\d{10}$/);
  });
});
