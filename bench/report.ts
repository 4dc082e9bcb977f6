// Says what was measured, on which machine: a table to read and a file for programs.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Row, shown } from "./figures.ts";

const file = fileURLToPath(new URL("../.data/bench.json", import.meta.url));
const cores = 2;

/** Everything shares two cores, whatever the machine has; what is started from here inherits that. */
export function keepToTwoCores(): string {
  const available = availableParallelism();
  if (available <= cores) return `${available} cores for everything`;
  try {
    execFileSync("taskset", ["-a", "-c", "-p", "0,1", String(process.pid)], { stdio: "ignore" });
    return `${cores} of ${available} cores for everything`;
  } catch {
    return `${available} cores (taskset is missing, so they could not be limited to ${cores})`;
  }
}

export function describeMachine(coresInUse: string, database: Record<string, string>): Record<string, string> {
  return {
    cores: coresInUse,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.version,
    ...database,
    load_before: load(),
  };
}

/** Processes that wanted a processor in the last minute: what else ran on this machine makes absolute figures worse. */
function load(): string {
  return loadavg()[0]?.toFixed(1) ?? "";
}

const headings = ["What", "Measured", "Reference", "Target", "Reached", "Runs", "Note"];

function cells(row: Row): string[] {
  const { reference, unit } = row;
  return [
    row.what,
    `${shown(row.value)} ${unit}`,
    reference ? `${shown(reference.value)} ${unit} (${reference.what})` : "–",
    row.target,
    row.met === null ? "–" : row.met ? "yes" : "no",
    String(row.runs),
    row.note,
  ];
}

function table(rows: readonly Row[]): string {
  const body = [headings, ...rows.map(cells)];
  const widths = headings.map((_, column) => Math.max(...body.map((line) => line[column]?.length ?? 0)));
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(headings), rule, ...body.slice(1).map(line)].join("\n");
}

export function report(rows: readonly Row[], before: Record<string, string>, seconds: number): void {
  const machine = { ...before, load_after: load() };
  const facts = Object.entries(machine).map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), seconds, machine, rows }, null, 2)}\n`);
  process.stdout.write(
    `\n${table(rows)}\n\nMedians of the runs, each beside its reference. ${facts.join("; ")}.\nIn ${Math.round(seconds)} s. As JSON: ${relative(process.cwd(), file)}\n`,
  );
}
