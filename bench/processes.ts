// Starts programs in processes of their own, waits for what they say, and leaves none behind.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Program {
  pid: number;
  /** What the line that it was waited for says, by group. */
  said: RegExpExecArray;
  /** Resolves when it has ended; asks it to end first. */
  stop(): Promise<void>;
}

const alive = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

const patienceMs = 60_000;
const keptCharacters = 4_000;

interface Options {
  args?: readonly string[];
  env?: Record<string, string>;
  nodeFlags?: readonly string[];
}

function launch(file: string, { args = [], env = {}, nodeFlags = [] }: Options): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...nodeFlags, path, ...args], {
    env: { PATH, HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  alive.add(child);
  child.once("exit", () => alive.delete(child));
  return child;
}

/** Resolves when the program has said what `ready` matches. */
export function startProgram(file: string, ready: RegExp, options: Options = {}): Promise<Program> {
  const child = launch(file, options);
  return new Promise((done, fail) => {
    const lateness = setTimeout(() => {
      child.kill("SIGKILL");
      fail(new Error(`${file} did not start within ${patienceMs / 1000} s. ${heard}`));
    }, patienceMs);
    let heard = "";
    let isReady = false;
    const listen = (chunk: Buffer): void => {
      if (isReady) return;
      heard = (heard + chunk.toString()).slice(-keptCharacters);
      const said = ready.exec(heard);
      if (!said) return;
      isReady = true;
      clearTimeout(lateness);
      done({ pid: child.pid ?? 0, said, stop: () => stop(child) });
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => {
      clearTimeout(lateness);
      if (!isReady) fail(new Error(`${file} ended with ${code}. ${heard}`));
    });
  });
}

/** Runs a program to its end and returns what it printed. */
export async function runProgram(file: string, args: readonly string[]): Promise<string> {
  const child = launch(file, { args });
  let printed = "";
  let complained = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    complained += chunk.toString();
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${file} ended with ${code}. ${complained.slice(-keptCharacters)}`);
  return printed;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(force);
}

/** Resident memory of a process in MB (1,048,576 bytes), as the operating system counts it. */
export function residentMb(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

/** Processor time that a process has used so far, in ms; NaN where the system does not say. A noisy machine changes it less than time. */
export function processorMs(pid: number): number {
  try {
    const [user = "", system = ""] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1] ?? "")
      .split(" ")
      .slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return Number.NaN;
  }
}
