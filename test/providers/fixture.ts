// Loads the fixtures: recorded deliveries with what each provider should make of them.
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type FieldMap, fieldMap } from "../../src/model/field-map.ts";
import type { Connection, Delivery } from "../../src/providers/provider.ts";

const shape = z.strictObject({
  title: z.string(),
  delivery: z.strictObject({
    method: z.string().default("POST"),
    query: z.string().default(""),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    json: z.json().optional(),
    form: z.record(z.string(), z.json()).optional(),
  }),
  connection: z
    .strictObject({
      timeZone: z.string(),
      secret: z.string().nullable(),
      receivedAt: z.coerce.date(),
      url: z.string(),
      /** One of the maps beside this file, by its name. */
      map: z.string().transform(mapNamed),
    })
    .partial()
    .default({}),
  expect: z.strictObject({
    happenings: z.array(z.record(z.string(), z.json())).optional(),
    leftOut: z.array(z.string()).optional(),
    subjectLike: z.string().optional(),
    sameAs: z.string().optional(),
    sameSubjectAs: z.string().optional(),
    ignored: z.string().optional(),
    unreadable: z.string().optional(),
  }),
});

export function mapNamed(name: string): FieldMap {
  return fieldMap.parse(JSON.parse(readFileSync(new URL(`./maps/${name}.json`, import.meta.url), "utf8")));
}

export interface Fixture {
  provider: string;
  name: string;
  title: string;
  delivery: Delivery;
  connection: Connection;
  expect: z.infer<typeof shape>["expect"];
}

const folder = new URL("./fixtures/", import.meta.url);

export const fixtures: Fixture[] = readdirSync(folder).flatMap((provider) =>
  readdirSync(new URL(`${provider}/`, folder)).map((file) => load(provider, file)),
);

function load(provider: string, file: string): Fixture {
  const text = readFileSync(new URL(`${provider}/${file}`, folder), "utf8");
  const { title, delivery, connection, expect } = shape.parse(JSON.parse(text));
  const { method, query, headers, body, json, form } = delivery;
  const isJson = json !== undefined;
  const formText = new URLSearchParams(
    Object.entries(form ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return {
    provider,
    name: file.replace(/\.json$/, ""),
    title,
    delivery: {
      method,
      query,
      headers: headers ?? { "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded" },
      body: Buffer.from(body ?? (isJson ? JSON.stringify(json) : formText.toString())),
    },
    connection: connectionOf(connection),
    expect,
  };
}

export function connectionOf(parts: Partial<Connection> = {}): Connection {
  return {
    timeZone: "Europe/Kyiv",
    secret: null,
    receivedAt: new Date("2026-10-09T09:31:40Z"),
    url: "https://hooks.acme.test/hooks/token",
    map: null,
    ...parts,
  };
}

export function jsonDelivery(json: unknown, headers: Record<string, string> = {}): Delivery {
  const body = Buffer.from(JSON.stringify(json));
  return { method: "POST", query: "", headers: { "content-type": "application/json", ...headers }, body };
}
