// The body of a webhook, byte for byte, and what it holds once it is decompressed.
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from "node:zlib";
import express from "express";
import type { Delivery, Provider } from "../providers/provider.ts";

const megabyte = 1024 * 1024;

/** What a delivery may hold, unless its provider says otherwise. */
export const bodyLimit = megabyte;

export function limitOf(provider: Provider | undefined): number {
  return provider?.bodyLimit ?? bodyLimit;
}

export class TooLarge extends Error {
  readonly status = 413;
}

/**
 * By what is said of it before it is read: more than most may hold, or compressed, or in chunks, which leaves open how
 * much it is.
 */
export function mayBeLarge({ headers }: Pick<IncomingMessage, "headers">): boolean {
  if (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > bodyLimit) return true;
  return encodingOf(headers["content-encoding"]) !== null;
}

/** null: as it is. */
function encodingOf(header = ""): string | null {
  const name = header.trim().toLowerCase();
  return name === "" || name === "identity" ? null : name;
}

function tooLarge(what: string, bytes: number): TooLarge {
  return new TooLarge(`${what} is larger than ${bytes / megabyte} MB, more than a webhook may hold.`);
}

export type ReadBody = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

/** express would refuse what it cannot decompress, so it is not told that the body is compressed. */
export function bodyUpTo(bytes: number): ReadBody {
  const raw = express.raw({ type: () => true, limit: bytes });
  return (request, response, next) => {
    const encoding = request.headers["content-encoding"];
    request.headers["content-encoding"] = undefined;
    raw(request, response, (error?: unknown) => {
      request.headers["content-encoding"] = encoding;
      const isTooLarge = error instanceof Error && "status" in error && error.status === 413;
      next(isTooLarge ? tooLarge("This", bytes) : error);
    });
  };
}

export const asItCame = bodyUpTo(bodyLimit);

type Decompress = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

const decompress = new Map<string, Decompress>([
  ["gzip", promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ["x-gzip", promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ["deflate", promisify<Buffer, ZlibOptions, Buffer>(inflate)],
  ["br", promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress)],
]);

export interface Opened {
  delivery: Delivery;
  /** The body could not be decompressed and stays as it came, with the header that says how. */
  unreadable?: { unreadable: string };
}

/** @throws TooLarge when the body holds more than that */
export async function opened(delivery: Delivery, limit = bodyLimit): Promise<Opened> {
  const { "content-encoding": encoding, ...headers } = delivery.headers;
  const name = encodingOf(encoding);
  if (delivery.body.length === 0 || name === null) return { delivery };
  const read = decompress.get(name);
  if (!read) {
    const shown = name.length > 30 ? `${name.slice(0, 30)}…` : name;
    const because = `The body is compressed as “${shown}”; choose gzip, deflate, br or none at the sender.`;
    return { delivery, unreadable: { unreadable: because } };
  }
  try {
    const body = await read(delivery.body, { maxOutputLength: limit });
    return { delivery: { ...delivery, headers, body } };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
      throw tooLarge("What the body holds once it is decompressed", limit);
    }
    const because = `The body is said to be compressed as ${name}, but cannot be decompressed.`;
    return { delivery, unreadable: { unreadable: because } };
  }
}

/**
 * For a sender that was recognised only by what was opened, and may send less. What could not be decompressed is tried
 * again within its limit, or a replay would be the first to find it too large.
 *
 * @throws TooLarge
 */
export async function fitting(delivery: Delivery, limit: number): Promise<Opened> {
  if (delivery.body.length > limit) throw tooLarge("This", limit);
  return opened(delivery, limit);
}
