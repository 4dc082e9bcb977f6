// Reads a multipart/form-data body (RFC 7578) out of a Buffer, as browsers write it, and takes the files out of one.

export interface Part {
  /** Its headers as they came. */
  head: Buffer;
  name: string;
  /** null: a text field. */
  fileName: string | null;
  content: Buffer;
}

type Unreadable = { unreadable: string };

const mostParts = 1_000;
const longestHead = 16 * 1024;
/** RFC 2046 lets a boundary have 70 characters, and padding stand behind it. */
const longestPadding = 100;

export function isMultipart(contentType: string | undefined): boolean {
  return /^\s*multipart\/form-data\b/i.test(contentType ?? "");
}

export function readMultipart(body: Buffer, contentType: string): { parts: Part[] } | Unreadable {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return { unreadable: "The multipart form names no boundary between its fields." };
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  const atStart = body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2));
  const first = atStart ? -2 : body.indexOf(delimiter);
  if (first === -1) return { unreadable: "The multipart form does not hold the boundary that it names." };
  return partsFrom(body, delimiter, first + delimiter.length);
}

/** The same form without the bytes of its files; what cannot be read stays as it is. */
export function withoutFiles(body: Buffer, contentType: string): Buffer {
  const read = readMultipart(body, contentType);
  if ("unreadable" in read || read.parts.every(({ fileName }) => fileName === null)) return body;
  const boundary = boundaryOf(contentType);
  const pieces = read.parts.flatMap(({ head, fileName, content }) => [
    Buffer.from(`--${boundary}\r\n`, "latin1"),
    head,
    Buffer.from("\r\n\r\n"),
    fileName === null ? content : Buffer.alloc(0),
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`, "latin1")]);
}

/** @param start just behind the first delimiter */
function partsFrom(body: Buffer, delimiter: Buffer, start: number): { parts: Part[] } | Unreadable {
  const parts: Part[] = [];
  let at = start;
  for (let count = 0; count <= mostParts; count++) {
    if (body.subarray(at, at + 2).toString("latin1") === "--") return { parts };
    const lineEnd = body.indexOf("\r\n", at);
    const headEnd = lineEnd === -1 ? -1 : body.indexOf("\r\n\r\n", lineEnd);
    const end = headEnd === -1 ? -1 : body.indexOf(delimiter, headEnd + 4);
    if (end === -1) return { unreadable: "The multipart form is cut off before its end." };
    const padding = body.subarray(at, Math.min(lineEnd, at + longestPadding)).toString("latin1");
    if (padding.trim() !== "" || headEnd - lineEnd > longestHead) {
      return { unreadable: "The multipart form is not written as RFC 7578 has it." };
    }
    const head = body.subarray(lineEnd + 2, Math.max(headEnd, lineEnd + 2));
    const { name, filename } = dispositionOf(head.toString("utf8"));
    if (name !== undefined)
      parts.push({ head, name, fileName: filename ?? null, content: body.subarray(headEnd + 4, end) });
    at = end + delimiter.length;
  }
  return { unreadable: `The multipart form has more than ${mostParts} fields.` };
}

function boundaryOf(contentType: string): string | null {
  const found = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

/** One after the other, so that what stands within quotes is never taken for a parameter. */
const parameter = /;\s*([a-z*]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/gi;

function dispositionOf(head: string): { name?: string; filename?: string } {
  const line = head.split("\r\n").find((each) => /^content-disposition:\s*form-data\b/i.test(each)) ?? "";
  const parameters = [...line.matchAll(parameter)].map(([, name = "", quoted, plain = ""]): [string, string] => [
    name.toLowerCase(),
    quoted === undefined ? plain : unescaped(quoted),
  ]);
  return Object.fromEntries(parameters.filter(([name]) => name === "name" || name === "filename"));
}

/** The HTML standard writes %22, %0D and %0A; older clients write a backslash before a quote, and others in a path. */
function unescaped(text: string): string {
  return text.replaceAll('\\"', '"').replaceAll("%22", '"').replace(/%0D/gi, "\r").replace(/%0A/gi, "\n");
}
