// HubSpot's OpenAPI files as checkers: finds the operation of a request and validates its body and its response.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { at } from "./local-hubspot.ts";

export interface Operation {
  file: string;
  method: string;
  path: string;
  pattern: RegExp;
  /** Pointers to the schemas inside the file, by status for responses. */
  request: string | undefined;
  responses: Map<string, string | undefined>;
  id: string;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const entries = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : []);
const pointer = (...keys: string[]) =>
  keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

// OpenAPI 3.0 writes "nullable" beside the type, and a null example everywhere; JSON Schema wants null among the types.
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (!isObject(value)) return value;
  const converted = Object.fromEntries(entries(value).map(([key, inner]) => [key, toJsonSchema(inner)]));
  if (value.nullable === true && typeof value.type === "string") converted.type = [value.type, "null"];
  return converted;
}

function bodySchema(content: unknown, ...at: string[]): string | undefined {
  const [first] = entries(content);
  return first && isObject(first[1]) && first[1].schema !== undefined
    ? pointer(...at, "content", first[0], "schema")
    : undefined;
}

function operationsOf(file: string, id: string, description: unknown): Operation[] {
  return entries(at(description, "paths")).flatMap(([path, item]) =>
    entries(item)
      .filter(([method]) => method !== "parameters")
      .map(([method, operation]) => ({
        file,
        id,
        method: method.toUpperCase(),
        path,
        pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
        request: bodySchema(at(operation, "requestBody.content"), "paths", path, method, "requestBody"),
        responses: new Map(
          entries(at(operation, "responses")).map(([status, response]) => [
            status,
            isObject(response) && response.$ref !== undefined
              ? undefined
              : bodySchema(at(response, "content"), "paths", path, method, "responses", status),
          ]),
        ),
      })),
  );
}

const inWords = (where: string, errors: ErrorObject[] | null | undefined) =>
  (errors ?? []).map(({ instancePath, message }) => `${where} ${instancePath} ${message ?? ""}`);

export class OpenApi {
  readonly operations: Operation[] = [];
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });

  constructor(folder: string) {
    formats.default(this.#ajv);
    for (const name of readdirSync(folder).sort()) {
      const id = `https://hubspot.test/${basename(folder)}/${name}`;
      const description: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
      const schema = toJsonSchema(description);
      if (isObject(schema)) this.#ajv.addSchema({ ...schema, $id: id });
      this.operations.push(...operationsOf(basename(name, ".json"), id, description));
    }
  }

  /** Literal paths win over those with parameters; of two files that share a path, the one named after the object type. */
  find(method: string, path: string): Operation | undefined {
    const matching = this.operations.filter((operation) => operation.method === method && operation.pattern.test(path));
    const parameters = ({ path: template }: Operation) => template.split("{").length;
    const own = ({ file }: Operation) => (path.split("/").includes(file) ? 0 : 1);
    return matching.sort((a, b) => parameters(a) - parameters(b) || own(a) - own(b))[0];
  }

  checkRequest(operation: Operation, body: unknown): string[] {
    return operation.request === undefined || body === undefined
      ? []
      : this.#check("request", operation, operation.request, body);
  }

  checkResponse(operation: Operation, status: number, body: unknown): string[] {
    if (status >= 400) return this.#check("response", operation, "/components/schemas/Error", body);
    const described = operation.responses.get(String(status));
    if (operation.responses.has(String(status))) {
      if (described !== undefined) return this.#check("response", operation, described, body);
      return body === undefined ? [] : [`response  a body where none is described`];
    }
    const [, usual] = [...operation.responses].find(([code]) => code === "200" || code === "201") ?? [];
    const reports = usual === undefined ? [] : this.#check("response", operation, usual, body);
    return [`status ${status} is not described`, ...reports];
  }

  #check(where: string, operation: Operation, schemaPointer: string, body: unknown): string[] {
    const validate: ValidateFunction | undefined = this.#ajv.getSchema(`${operation.id}#${encodeURI(schemaPointer)}`);
    if (!validate) return [`${where} no schema at ${schemaPointer}`];
    return validate(body) ? [] : inWords(where, validate.errors);
  }
}

export function openApiFolder(): string | undefined {
  const folder = process.env.HUBSPOT_OPENAPI ?? "../shared/hubspot-openapi";
  return existsSync(folder) ? folder : undefined;
}
