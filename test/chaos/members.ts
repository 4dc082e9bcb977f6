// Processes of a run: web, workers and sandbox, each of which can be killed without warning, held still and started again.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Member {
  readonly name: string;
  start(): Promise<void>;
  /** kill -9: nothing is said, nothing is finished. */
  kill(): Promise<void>;
  /** The process keeps its memory and its connections but does not run, until it is let go. */
  hold(): void;
  letGo(): void;
  readonly pid: number | undefined;
  /** Ends that nobody asked for. */
  readonly accidents: string[];
  /** The last lines that it wrote. */
  readonly lines: string[];
}

const keptLines = 400;

export function member(name: string, file: string, args: string[], env: Record<string, string>): Member {
  const script = fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
  const { PATH = "", HOME = "" } = process.env;
  const accidents: string[] = [];
  const lines: string[] = [];
  let child: ChildProcess | null = null;
  let killing = false;

  const start = (): Promise<void> =>
    new Promise((done, fail) => {
      killing = false;
      let said = "";
      const started = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args], {
        env: { PATH, HOME, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      const listen = (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4_000);
        lines.push(...chunk.toString().split("\n").filter(Boolean));
        lines.splice(0, Math.max(0, lines.length - keptLines));
        if (said.includes("is ready") || said.includes("Sandbox CRM is at")) done();
      };
      started.stdout.on("data", listen);
      started.stderr.on("data", listen);
      started.once("exit", (code, signal) => {
        if (!killing) accidents.push(`${name} ended by itself (${code ?? signal}): ${said}`);
        fail(new Error(`${name} ended with ${code ?? signal}: ${said}`));
      });
    });

  return {
    name,
    accidents,
    lines,
    start,
    kill() {
      const doomed = child;
      if (!doomed || doomed.exitCode !== null || doomed.signalCode !== null) return Promise.resolve();
      killing = true;
      return new Promise((done) => {
        doomed.once("exit", () => done());
        doomed.kill("SIGKILL");
      });
    },
    hold: () => void child?.kill("SIGSTOP"),
    letGo: () => void child?.kill("SIGCONT"),
    get pid() {
      return child?.pid;
    },
  };
}
