// Where alerts arrive in the tests: a small receiver of webhooks and a small SMTP server, both on this machine.
import { createServer as createHttpServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer as createSmtpServer, type Server, type Socket } from "node:net";

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  answer(status: number, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let [status, extra]: [number, Record<string, string>] = [204, {}];
  const server = createHttpServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status, extra).end("x".repeat(100_000));
    });
  });
  const port = await listen(server);
  return {
    url: `http://localhost:${port}/alerts`,
    received,
    answer(next, headers = {}) {
      [status, extra] = [next, headers];
    },
    close: () => closed(server),
  };
}

export interface MailServer {
  url: string;
  /** Each as it came over the wire, head and body. */
  mails: string[];
  /** Mails are refused from now on, or again accepted. */
  refuse(yes: boolean): void;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: string[] = [];
  const sockets = new Set<Socket>();
  let refusing = false;
  const server = createSmtpServer((socket) => {
    sockets.add(socket);
    let [pending, isData] = ["", false];
    socket.write("220 mail.test ready\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      pending += chunk.toString();
      for (;;) {
        const end = pending.indexOf(isData ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const piece = pending.slice(0, end);
        pending = pending.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          mails.push(piece);
          socket.write("250 kept\r\n");
        } else if (/^DATA/i.test(piece)) {
          isData = true;
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(piece)) socket.end("221 bye\r\n");
        else if (/^RCPT/i.test(piece) && refusing) socket.write("451 try again later\r\n");
        else socket.write("250 fine\r\n");
      }
    });
  });
  const port = await listen(server);
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse(yes) {
      refusing = yes;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await closed(server);
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((done) => {
    server.listen(0, () => done((server.address() as AddressInfo).port));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
  });
}
