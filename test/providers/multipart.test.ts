// Multipart forms: whatever a browser can put into one is read back, and a file leaves nothing but its name.
import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { isMultipart, readMultipart, withoutFiles } from "../../src/providers/multipart.ts";

/** As Node itself writes it, which follows the HTML standard. */
async function written(form: FormData): Promise<{ body: Buffer; contentType: string }> {
  const request = new Request("https://hooks.acme.test", { method: "POST", body: form });
  return {
    body: Buffer.from(await request.arrayBuffer()),
    contentType: request.headers.get("content-type") ?? "",
  };
}

function read(body: Buffer, contentType: string): [name: string, value: string, fileName: string | null][] {
  const form = readMultipart(body, contentType);
  assert.ok("parts" in form, JSON.stringify(form));
  return form.parts.map(({ name, content, fileName }) => [name, content.toString("utf8"), fileName]);
}

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom("\r\n", "-", "--", "a", '"', ";", "=", "\\", "name=") }),
);
/** The HTML standard writes every line break of a text as CRLF. */
const asSent = (value: string) => value.replace(/\r\n|\r|\n/g, "\r\n");
/** %22 in a name is how a quote is written, so that the two cannot be told apart. */
const name = text.filter((each) => each !== "" && !each.includes("%") && !each.includes("\\"));

it("every form that Node writes is read as it was filled in", async () => {
  const fields = fc.array(fc.tuple(name, text, fc.option(name)), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fields, async (filled) => {
      const form = new FormData();
      for (const [field, value, fileName] of filled) {
        if (fileName === null) form.append(field, value);
        else form.append(field, new Blob([value]), fileName);
      }
      const { body, contentType } = await written(form);
      const expected = filled.map(([field, value, fileName]) => [
        asSent(field).toWellFormed(),
        (fileName === null ? asSent(value) : value).toWellFormed(),
        fileName?.toWellFormed() ?? null,
      ]);
      assert.deepEqual(read(body, contentType), expected);
    }),
    { numRuns: 500 },
  );
});

it("a file's bytes are taken out, whatever they hold, and all else stays", async () => {
  const form = new FormData();
  form.append("email", "client@example.com");
  form.append("cv", new Blob([Buffer.alloc(100_000, "\r\n--")]), "cv.pdf");
  form.append("message", "after the file");
  const { body, contentType } = await written(form);
  const small = withoutFiles(body, contentType);
  assert.ok(small.length < 1_000, `${small.length} bytes are left`);
  assert.deepEqual(read(small, contentType), [
    ["email", "client@example.com", null],
    ["cv", "", "cv.pdf"],
    ["message", "after the file", null],
  ]);
});

it("a form without files, or one that cannot be read, stays byte for byte", async () => {
  const form = new FormData();
  form.append("email", "client@example.com");
  const { body, contentType } = await written(form);
  const cutOff = body.subarray(0, -10);
  assert.equal(withoutFiles(body, contentType), body);
  assert.equal(withoutFiles(cutOff, contentType), cutOff);
});

const one = (head: string) => Buffer.from(`--b\r\n${head}\r\n\r\nvalue\r\n--b--\r\n`);
const type = "multipart/form-data; boundary=b";

it("names as older clients and other programs write them", () => {
  const rows: [disposition: string, name: string | undefined, fileName?: string][] = [
    ["form-data; name=email", "email"],
    ['form-data; name="a \\"quoted\\" one"', 'a "quoted" one'],
    ['form-data; name="a %22quoted%22 one"', 'a "quoted" one'],
    ['form-data; name="x; filename=y"', "x; filename=y"],
    ['FORM-DATA;NAME="email"', "email"],
    ['form-data; filename="C:\\dir\\cv.pdf"; name="cv"', "cv", "C:\\dir\\cv.pdf"],
    ["form-data", undefined],
    ['attachment; name="email"', undefined],
  ];
  for (const [disposition, field, fileName = null] of rows) {
    const parts = read(one(`content-disposition: ${disposition}`), type);
    assert.deepEqual(parts, field === undefined ? [] : [[field, "value", fileName]], disposition);
  }
});

it("text before the first field and after the last, and padding behind a boundary, are no fields", () => {
  const body = one('content-disposition: form-data; name="a"').toString().replace("--b\r\n", "preamble\r\n--b  \r\n");
  assert.deepEqual(read(Buffer.from(`${body}epilogue`), 'Multipart/Form-Data; charset=utf-8; Boundary="b"'), [
    ["a", "value", null],
  ]);
});

it("what is not a multipart form is refused with the reason", () => {
  const rows: [body: string, contentType: string, because: RegExp][] = [
    ["", type, /does not hold the boundary/],
    ["--c--\r\n", type, /does not hold the boundary/],
    ["--b\r\n", type, /cut off/],
    ["--b\r\nx: y\r\n\r\nvalue", type, /cut off/],
    ["--bc\r\nx: y\r\n\r\nvalue\r\n--b--", type, /RFC 7578/],
    [`--b\r\nx: ${"y".repeat(20_000)}\r\n\r\nvalue\r\n--b--`, type, /RFC 7578/],
    ["--b--", "multipart/form-data", /names no boundary/],
    [`${"--b\r\n\r\n\r\n".repeat(1_001)}--b--`, type, /more than 1000 fields/],
  ];
  for (const [body, contentType, because] of rows) {
    const form = readMultipart(Buffer.from(body), contentType);
    assert.match("unreadable" in form ? form.unreadable : "read", because, body.slice(0, 50));
  }
});

it("only multipart/form-data is one", () => {
  const rows = ["multipart/form-data; boundary=x", " Multipart/Form-Data", "multipart/mixed", "text/plain", undefined];
  assert.deepEqual(rows.map(isMultipart), [true, true, false, false, false]);
});
