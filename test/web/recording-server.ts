// A phone system's store of recordings for the tests: Basic auth, with and without ranges, redirects, and bad answers.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const sound = Buffer.from(Array.from({ length: 100_000 }, (_each, index) => index % 251));
export const password = `Basic ${Buffer.from("acme:open sesame").toString("base64")}`;

export interface Asked {
  method: string;
  path: string;
  authorization: string | undefined;
  range: string | undefined;
}

export interface RecordingServer {
  url: string;
  asked: Asked[];
  /** Resolves when a listener of /endless has gone. */
  left: Promise<void>;
  close(): Promise<void>;
}

/** @param elsewhere where /away leads */
export async function startRecordingServer(elsewhere = ""): Promise<RecordingServer> {
  const asked: Asked[] = [];
  const { promise: left, resolve: gone } = Promise.withResolvers<void>();
  const audio = { "content-type": "audio/mpeg" };

  const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    "/ranges": (request, response) => {
      const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
      if (first === undefined || last === undefined) {
        response.writeHead(200, { ...audio, "content-length": sound.length }).end(sound);
        return;
      }
      const from = first === "" ? sound.length - Number(last) : Number(first);
      const to = first === "" || last === "" ? sound.length - 1 : Math.min(Number(last), sound.length - 1);
      if (from > to) response.writeHead(416, { "content-range": `bytes */${sound.length}` }).end();
      else {
        const range = { "content-range": `bytes ${from}-${to}/${sound.length}`, "content-length": to - from + 1 };
        response.writeHead(206, { ...audio, ...range }).end(sound.subarray(from, to + 1));
      }
    },
    "/plain": (_request, response) => {
      response.writeHead(200, { "content-type": "audio/x-wav", "content-length": sound.length }).end(sound);
    },
    "/chunked": (_request, response) => void response.writeHead(200, audio).end(sound),
    "/guarded": (request, response) => {
      if (request.headers.authorization === password) response.writeHead(200, audio).end(sound);
      else response.writeHead(401).end();
    },
    "/away": (_request, response) => void response.writeHead(302, { location: elsewhere }).end(),
    "/near": (_request, response) => void response.writeHead(307, { location: "/guarded" }).end(),
    "/circle": (_request, response) => void response.writeHead(302, { location: "/circle" }).end(),
    "/to-a-file": (_request, response) => void response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    "/page": (_request, response) =>
      void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>"),
    "/untold": (_request, response) => void response.writeHead(200, { "content-type": "video/mp4" }).end(sound),
    "/gone": (_request, response) => void response.writeHead(410).end(),
    "/broken": (_request, response) => void response.writeHead(503).end(),
    "/part": (_request, response) => void response.writeHead(206, audio).end(sound),
    "/cut-off": (_request, response) => {
      response.writeHead(200, { ...audio, "content-length": sound.length });
      response.write(sound.subarray(0, 50_000), () => response.destroy());
    },
    "/silent": () => undefined,
    "/stalls": (_request, response) => void response.writeHead(200, audio).write(sound),
    "/endless": (_request, response) => {
      response.writeHead(200, audio);
      const flow = setInterval(() => response.write(sound), 5);
      response.on("close", () => {
        clearInterval(flow);
        gone();
      });
    },
  };

  const server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    asked.push({ method, path, authorization: headers.authorization, range: headers.range });
    const answer = answers[path];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    left,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
