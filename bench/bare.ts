// The reference for accepting: Express 5 that answers 200 and does nothing else, in a process of its own.
import { createServer } from "node:http";
import express from "express";

const app = express();
app.disable("x-powered-by");
app.post("/hooks/:token/:provider", (_request, response) => {
  response.status(200).type("text").send("OK");
});
// The least that a receiver of webhooks must do beyond that: have the body in hand before it answers.
app.post("/reading/:token/:provider", express.raw({ type: () => true, limit: "1mb" }), (_request, response) => {
  response.status(200).type("text").send("OK");
});

const server = createServer(app);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
