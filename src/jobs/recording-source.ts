// Opens a recording where its sender keeps it: public addresses only, redirects by hand, credentials to the first host only.
import { type ClientRequest, type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { pinnedTo, type ResolvedAddress } from "./public-address.ts";

export interface RecordingRequest {
  url: string;
  /** Headers that prove to the sender who asks. */
  credentials: Record<string, string>;
  /** The Range header that was asked with, to be passed on. */
  range: string | null;
  /** Ends the request whenever nobody listens any more. */
  signal: AbortSignal;
}

/** The sender's answer, whatever its status, with its body still to be read. Rejects with a reason for people. */
export type OpenRecording = (asked: RecordingRequest) => Promise<IncomingMessage>;

const mostRedirects = 5;
const answerMs = 10_000;
/** A source that says nothing for so long has gone; recordings may be long, so there is no limit for the whole. */
const silenceMs = 30_000;

/** @param addressesOf where a name may be reached: only there the request goes; null leaves it to the system */
export function createOpenRecording(
  addressesOf: (hostname: string) => Promise<ResolvedAddress[] | null>,
  patience = { answerMs, silenceMs },
): OpenRecording {
  return async ({ url, credentials, range, signal }) => {
    const first = webAddress(url);
    let target = first;
    for (let hops = 0; hops <= mostRedirects; hops++) {
      const headers = {
        accept: "*/*",
        // A range of what is compressed would be none of the recording.
        "accept-encoding": "identity",
        "user-agent": "Hookswitch",
        ...(range === null ? {} : { range }),
        ...(target.origin === first.origin ? credentials : {}),
      };
      const answer = await ask(target, headers, await addressesOf(target.hostname), signal, patience);
      const next = redirection(answer, target);
      if (!next) return answer;
      answer.destroy();
      target = next;
    }
    throw new Error(`${first.host} redirects more than ${mostRedirects} times.`);
  };
}

function webAddress(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : null;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") throw new Error("The recording has no web address.");
  return url;
}

function redirection({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined;
  return isRedirect ? webAddress(headers.location ?? "", from) : null;
}

function ask(
  target: URL,
  headers: Record<string, string>,
  addresses: ResolvedAddress[] | null,
  signal: AbortSignal,
  { answerMs, silenceMs }: { answerMs: number; silenceMs: number },
): Promise<IncomingMessage> {
  const request = target.protocol === "https:" ? secureRequest : plainRequest;
  const pinned = addresses ? { lookup: pinnedTo(addresses) } : {};
  return new Promise((done, fail) => {
    const late = setTimeout(() => asking.destroy(new Error(`${target.host} did not answer in time.`)), answerMs);
    const asking = request(target, { headers, signal, agent: false, ...pinned }, (answer) => {
      clearTimeout(late);
      // Whoever reads it hears of errors; one that comes before anybody reads ends nothing else.
      answer.on("error", () => undefined);
      endWhenSilent(asking, answer, silenceMs);
      done(answer);
    });
    asking.on("error", (error) => {
      clearTimeout(late);
      fail(error);
    });
    asking.end();
  });
}

/** A listener who pauses is no silence of the source: then something waits to be read. */
function endWhenSilent(asking: ClientRequest, answer: IncomingMessage, ms: number): void {
  const listen = () => {
    asking.setTimeout(ms, () => {
      if (answer.readableLength > 0) listen();
      else answer.destroy(new Error("The source of the recording fell silent."));
    });
  };
  listen();
}
