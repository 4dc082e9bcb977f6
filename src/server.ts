// Listens on a port, and closes so that requests under way are answered.
import type { Server } from "node:http";

export function listen(server: Server, port: number): Promise<Server> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken. Set PORT to another one.`) : error),
    );
    server.listen(port, () => done(server));
  });
}

/** Longer than any request of ours takes; a sender that dribbles its body must not keep the process from stopping. */
const graceMs = 5_000;

/** Requests under way are answered; connections kept alive between requests are closed as they fall idle. */
export function close(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const grace = setTimeout(() => server.closeAllConnections(), graceMs);
  return new Promise<void>((done) => {
    server.close(() => done());
    server.closeIdleConnections();
  }).finally(() => {
    clearInterval(idle);
    clearTimeout(grace);
  });
}
