import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { type Measured, median } from "./measure.ts";

/** A contestant that takes longer than this is not waited for. */
const patience = 60_000;

type Contestant = "ours" | "real" | "stepped";

const contestants: readonly Contestant[] = ["ours", "stepped", "real"];

/** What is run: how often, by whom. Contestants take turns, so that whatever else the machine does meets all of them. */
interface Trial {
  readonly measurement: "rollout" | "idle" | "answers";
  readonly replicas: number;
  readonly runs: number;
  /** For the peer, where one run takes most of a minute. */
  readonly peerRuns?: number;
}

const trials: readonly Trial[] = [
  { measurement: "rollout", replicas: 1, runs: 5 },
  { measurement: "rollout", replicas: 10, runs: 5 },
  { measurement: "rollout", replicas: 100, runs: 5, peerRuns: 3 },
  { measurement: "rollout", replicas: 500, runs: 3, peerRuns: 1 },
  { measurement: "rollout", replicas: 1000, runs: 3, peerRuns: 1 },
  { measurement: "idle", replicas: 100, runs: 3 },
  { measurement: "answers", replicas: 1000, runs: 3, peerRuns: 0 },
];

const milliseconds = (value: number) => (value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`);
const megabytes = (value: number) => `${Math.round(value / 1e6)} MB`;
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

interface Row {
  readonly title: string;
  readonly trial: readonly [measurement: string, replicas: number];
  readonly figure: string;
  readonly show: (value: number) => string;
}

const rows: readonly Row[] = [
  { title: "boot → first Ready pod", trial: ["rollout", 1], figure: "boot", show: milliseconds },
  ...[10, 100, 500, 1000].map((replicas): Row => ({ title: `${replicas} replicas applied → all Ready`, trial: ["rollout", replicas], figure: "allReady", show: milliseconds })),
  ...[100, 1000].flatMap((replicas): readonly Row[] => [
    { title: `  processor time, ${replicas} replicas`, trial: ["rollout", replicas], figure: "cpu", show: milliseconds },
    { title: `  event loop held, p99, ${replicas} replicas`, trial: ["rollout", replicas], figure: "stallP99", show: milliseconds },
    { title: `  event loop held, longest, ${replicas} replicas`, trial: ["rollout", replicas], figure: "longestStall", show: milliseconds },
    { title: `  peak heap, ${replicas} replicas`, trial: ["rollout", replicas], figure: "peakHeap", show: megabytes },
  ]),
  { title: "a pod deleted → replaced, of 100", trial: ["rollout", 100], figure: "replacement", show: milliseconds },
  { title: "idle with 100 pods at speed 1", trial: ["idle", 100], figure: "idle", show: percent },
  ...["pause", "kill", "apply"].flatMap((what): readonly Row[] => [
    { title: `answer to ${what} during 1000 replicas`, trial: ["answers", 1000], figure: `median ${what}`, show: milliseconds },
    { title: "  longest", trial: ["answers", 1000], figure: `longest ${what}`, show: milliseconds },
  ]),
];

/** What a contestant showed in all runs of a trial; undefined when it did not take part, "late" when it was given up. */
type Showing = readonly Measured[] | "late" | undefined;

const idOf = (measurement: string, replicas: number, contestant: Contestant) => `${measurement} ${replicas} ${contestant}`;

function bundle(): { readonly program: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "kubarium-bench-"));
  const program = join(folder, "run.mjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL("run.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return { program, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function runOnce(program: string, contestant: Contestant, { measurement, replicas }: Trial): Promise<Measured | "late"> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, contestant, measurement, String(replicas)], { timeout: patience, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as Measured);
      else if (error.killed === true) resolve("late");
      else reject(new Error(`${contestant} ${measurement} ${replicas}: ${stderr || error.message}`));
    });
  });
}

const runsOf = ({ measurement, runs, peerRuns = runs }: Trial, contestant: Contestant) => {
  if (contestant === "ours") return runs;
  // With its clock stepped as fast as it goes nothing is idle.
  return contestant === "stepped" && measurement === "idle" ? 0 : peerRuns;
};

/** All runs of a trial, in rounds. */
async function compete(program: string, trial: Trial, showings: Map<string, Showing>): Promise<void> {
  for (let round = 0; round < trial.runs; round++) {
    for (const contestant of contestants) {
      const id = idOf(trial.measurement, trial.replicas, contestant);
      const before = showings.get(id) ?? [];
      if (before === "late" || round >= runsOf(trial, contestant)) continue;
      process.stderr.write(`\r${id}, run ${round + 1}`.padEnd(60));
      const measured = await runOnce(program, contestant, trial);
      showings.set(id, measured === "late" ? "late" : [...before, measured]);
    }
  }
}

const valueOf = (showing: Showing, figure: string) => (showing === undefined || showing === "late" ? undefined : median(showing.map((measured) => measured[figure] ?? 0)));

function cell(showing: Showing, { figure, show }: Row): string {
  if (showing === "late") return `> ${patience / 1000} s`;
  const value = valueOf(showing, figure);
  return value === undefined ? "–" : show(value);
}

/** By how much ours is better than the peer's best drive: below 1 it is worse. */
function ratio(showings: readonly Showing[], { figure }: Row): string {
  const [ours, ...others] = showings.map((showing) => valueOf(showing, figure));
  const best = others.filter((value) => value !== undefined).toSorted((a, b) => a - b)[0];
  if (ours === undefined) return "";
  if (best !== undefined) return `${(best / Math.max(ours, 1e-9)).toFixed(1)} ×`;
  return showings.slice(1).some((showing) => showing === "late") && figure === "allReady" ? `> ${(patience / ours).toFixed(0)} ×` : "";
}

function table(showings: ReadonlyMap<string, Showing>): string {
  const head = ["", "Kubarium", "webernetes, stepped", "webernetes, as is", "peer's best ÷ ours"];
  const lines = rows.map((row) => {
    const shown = contestants.map((contestant) => showings.get(idOf(...row.trial, contestant)));
    return [row.title, ...shown.map((showing) => cell(showing, row)), ratio(shown, row)];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)));
  const format = (line: readonly string[]) => line.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join("  ");
  return [format(head), ...lines.map(format)].join("\n");
}

/** What a pod costs in a large rollout, measured by what it costs in a small one. */
function growth(showings: ReadonlyMap<string, Showing>): string {
  const perPod = (replicas: number) => (valueOf(showings.get(idOf("rollout", replicas, "ours")), "allReady") ?? 0) / replicas;
  return `Of 100 replicas each costs ${perPod(100).toFixed(2)} ms, of 1000 each ${perPod(1000).toFixed(2)} ms: ${(perPod(1000) / perPod(100)).toFixed(2)} × as much.`;
}

const { program, remove } = bundle();
try {
  const showings = new Map<string, Showing>();
  for (const trial of trials) await compete(program, trial, showings);
  process.stderr.write("\r".padEnd(61) + "\r");
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "processor"}; three nodes, ten for 1000 replicas; medians, each run in a process of its own.\n`);
  console.log(`${table(showings)}\n\n${growth(showings)}`);
} finally {
  remove();
}
