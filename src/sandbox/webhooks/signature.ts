// HubSpot's request signature, version 3: method, URI, raw body and timestamp under the app's client secret.
import { createHmac } from "node:crypto";

// Only these escapes are decoded before signing; the ? that starts the query is no escape and stays.
const DECODED: Record<string, string> = {
  "%3A": ":",
  "%2F": "/",
  "%3F": "?",
  "%40": "@",
  "%21": "!",
  "%24": "$",
  "%27": "'",
  "%28": "(",
  "%29": ")",
  "%2A": "*",
  "%2C": ",",
  "%3B": ";",
};

const decodeUri = (uri: string) => uri.replace(/%[0-9a-f]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);

export function signatureV3(secret: string, method: string, uri: string, body: string, timestamp: number): string {
  return createHmac("sha256", secret)
    .update(`${method}${decodeUri(uri)}${body}${timestamp}`, "utf8")
    .digest("base64");
}
