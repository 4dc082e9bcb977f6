// Accepted webhooks per second: 250 connections, every answer durable, beside Express that answers 200 and does nothing.
import { median, type Row, shown } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { generateLoad, type Load } from "./load.ts";
import { type Program, processorMs, startProgram } from "./processes.ts";
import { openStand, type Stand } from "./stand.ts";

const connections = 250;
const seconds = 5;
const warmUpSeconds = 2;
const runs = 3;

interface Loaded extends Load {
  /** Processor time of the process that answered, in µs per webhook. */
  processorUs: number;
}

interface Run {
  bare: Loaded;
  reading: Loaded;
  accepted: Loaded;
  /** Accepted per second, as a part of what the references manage. */
  ofBare: number;
  ofReading: number;
}

export async function measureAccept(ground: Ground): Promise<Row[]> {
  // The process that accepts; whoever runs lanes is another one, here as in a deployment that must take this much.
  const stand = await openStand(ground, "web");
  let bare: Program | null = null;
  try {
    bare = await startProgram("bare.ts", /(http:\S+)/);
    const { pid, said } = bare;
    const { hook } = await stand.install("6001");
    const token = "t".repeat(43);
    const targets = {
      bare: { url: `${said[1]}/hooks/${token}/generic`, pid },
      reading: { url: `${said[1]}/reading/${token}/generic`, pid },
      accepted: { url: hook, pid: stand.appPid() },
    };
    for (const { url } of Object.values(targets))
      await generateLoad({ url, connections, seconds: warmUpSeconds, name: "warm-up" });
    const each: Run[] = [];
    for (let run = 0; run < runs; run++) {
      const name = `run-${run}`;
      const [bareLoad, reading] = [await load(targets.bare, name), await load(targets.reading, name)];
      const accepted = await acceptAndCheck(stand, targets.accepted, name);
      const of = (reference: Load) => accepted.perSecond / reference.perSecond;
      each.push({ bare: bareLoad, reading, accepted, ofBare: of(bareLoad), ofReading: of(reading) });
    }
    return [rateRow(each), readingRow(each), latencyRow(each)];
  } finally {
    await bare?.stop();
    await stand.close();
  }
}

async function load({ url, pid }: { url: string; pid: number }, name: string): Promise<Loaded> {
  const before = processorMs(pid);
  const seen = await generateLoad({ url, connections, seconds, name });
  if (seen.refused > 0) throw new Error(`${seen.refused} webhooks were not accepted.`);
  return { ...seen, processorUs: ((processorMs(pid) - before) * 1000) / seen.answered };
}

/** An answer counts only if what it answers is in the database. */
async function acceptAndCheck(stand: Stand, target: { url: string; pid: number }, name: string): Promise<Loaded> {
  const rows = async (): Promise<number> => {
    const sql = `SELECT count(*)::int AS n FROM "Delivery"`;
    return (await stand.database.pool.query<{ n: number }>(sql)).rows[0]?.n ?? 0;
  };
  const before = await rows();
  const accepted = await load(target, name);
  if ((await rows()) - before < accepted.answered) throw new Error("A webhook was answered 200 and not stored.");
  return accepted;
}

function rateRow(each: readonly Run[]): Row {
  const ratio = median(each.map(({ ofBare }) => ofBare));
  const us = (name: "bare" | "accepted") => shown(median(each.map((run) => run[name].processorUs)));
  return {
    what: "Accepted webhooks per second, durable",
    unit: "1/s",
    value: median(each.map(({ accepted }) => accepted.perSecond)),
    reference: { what: "bare Express 5", value: median(each.map(({ bare }) => bare.perSecond)) },
    target: "≥ 0.5 × reference",
    met: ratio >= 0.5,
    runs: each.length,
    note: `${shown(ratio)} × reference; ${connections} connections, ${seconds} s a run, every 200 found in the database; processor time of the process ${us("accepted")} µs each, bare ${us("bare")} µs`,
    each,
  };
}

function readingRow(each: readonly Run[]): Row {
  return {
    what: "The same beside an Express 5 that reads the body first",
    unit: "1/s",
    value: median(each.map(({ accepted }) => accepted.perSecond)),
    reference: { what: "Express 5, body read", value: median(each.map(({ reading }) => reading.perSecond)) },
    target: "–",
    met: null,
    runs: each.length,
    note: `${shown(median(each.map(({ ofReading }) => ofReading)))} × reference`,
    each: each.map(({ ofReading }) => ofReading),
  };
}

function latencyRow(each: readonly Run[]): Row {
  const p99 = median(each.map(({ accepted }) => accepted.p99));
  return {
    what: "Answer to a webhook under that load, p99",
    unit: "ms",
    value: p99,
    reference: { what: "bare Express 5", value: median(each.map(({ bare }) => bare.p99)) },
    target: "< 100",
    met: p99 < 100,
    runs: each.length,
    note: `p50 ${shown(median(each.map(({ accepted }) => accepted.p50)))} ms`,
    each: each.map(({ accepted }) => accepted.p99),
  };
}
