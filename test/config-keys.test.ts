// Encryption keys as they are written in the environment: named, bare, several, and wrong ones.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { readConfig } from "../src/config.ts";

const key = (seed: string) => createHash("sha256").update(seed).digest();
const base64 = (seed: string) => key(seed).toString("base64");

/** Outside production, so that only the keys are in question. */
const read = (list: string) => readConfig({ ENCRYPTION_KEYS: list, SESSION_SECRET: "s".repeat(32) }).encryptionKeys;

test("several keys are read in order: the first encrypts, all decrypt", () => {
  assert.deepEqual(read(`new-2:${base64("b")}, old_1:${base64("a")}`), [
    { id: "new-2", key: key("b") },
    { id: "old_1", key: key("a") },
  ]);
});

test("a bare hexadecimal secret, as a host generates it, serves as a key, always the same one", () => {
  const generated = randomBytes(32).toString("hex");
  assert.deepEqual(read(generated), read(` ${generated} `));
  const [first, second] = read(`new:${base64("b")},${generated}`);
  assert.deepEqual([first.id, second?.id, second?.key.length], ["new", "generated", 32]);
});

test("keys that cannot be told apart, have no name or the wrong length are refused", () => {
  for (const list of [
    ":",
    base64("a"),
    `:${base64("a")}`,
    `a b:${base64("a")}`,
    "one:",
    `one:${base64("a")}AAAA`,
    `one:${base64("a")},`,
  ])
    assert.throws(() => read(list), /ENCRYPTION_KEYS: /, list);
  const twice = `one:${base64("a")},one:${base64("b")}`;
  assert.throws(() => read(twice), /ENCRYPTION_KEYS: .*"one".*twice/);
});
