import { formatTime } from "../calendar.ts";
import { ExecError } from "../exec-error.ts";
import type { Process, ProcessListing, Program } from "../process.ts";
import { exitCodeOf, parseSignal, type Signal } from "../signal.ts";
import { complain, parseDelay, program } from "./program-tools.ts";
import type { Options } from "./options.ts";

/** Programs about the process, its environment and the machine. */
export const systemPrograms: Readonly<Record<string, Program>> = {
  true: () => Promise.resolve(0),
  false: () => Promise.resolve(1),
  sleep,
  env,
  printenv,
  hostname: program("f s i d I", "", hostname),
  date: program("u", "d I s", date),
  id: program("u g n G", "", id),
  whoami: (process) => say(process, process.user.uid === 0 ? "root" : `whoami: cannot find name for user ID ${process.user.uid}`),
  uname: program("a s n r v m p o", "", uname),
  nproc: (process) => say(process, "2"),
  uptime: (process) => say(process, ` ${formatTime(process.clock.now(), "%T")} up 1 day,  load average: 0.00, 0.00, 0.00`),
  pwd: (process) => say(process, process.workingDirectory),
  ps: (process) => Promise.resolve(listProcesses(process)),
  kill,
  pkill: program("f x", "", (process, { operands }) => signalMatching(process, operands)),
  killall: program("q", "", (process, { operands }) => signalMatching(process, operands)),
  pidof: (process) => Promise.resolve(pidOf(process)),
  pgrep: (process) => Promise.resolve(pidOf(process)),
  timeout: program("foreground preserve-status", "s k t", timeout),
  yes,
  which: (process) => Promise.resolve(locate(process)),
  sync: () => Promise.resolve(0),
  clear: () => Promise.resolve(0),
  sysctl: (process) => say(process, process.args.filter((arg) => arg.includes("=")).map((arg) => arg.replace("=", " = ")).join("\n")),
  tty: (process) => say(process, process.terminal ? "/dev/pts/0" : "not a tty"),
  nohup: (process) => process.exec(process.args),
  time,
};

function say(process: Process, line: string): Promise<number> {
  process.print(line);
  return Promise.resolve(0);
}

async function sleep(process: Process): Promise<number> {
  if (process.args.length === 0) return complain(process, "missing operand");
  let total = 0;
  for (const text of process.args) {
    const delay = parseDelay(text);
    if (delay === undefined) return complain(process, `invalid number '${text}'`);
    total += delay;
  }
  if (total === Infinity) return await process.forever();
  await process.sleep(total);
  return 0;
}

async function env(process: Process): Promise<number> {
  let rest = process.args;
  let variables: Record<string, string> = { ...process.env };
  if (rest[0] === "-i" || rest[0] === "-") {
    variables = {};
    rest = rest.slice(1);
  }
  while (rest[0] === "-u") {
    delete variables[rest[1] ?? ""];
    rest = rest.slice(2);
  }
  while (rest[0] !== undefined && /^[A-Za-z_]\w*=/.test(rest[0])) {
    const equals = rest[0].indexOf("=");
    variables[rest[0].slice(0, equals)] = rest[0].slice(equals + 1);
    rest = rest.slice(1);
  }
  if (rest.length > 0) return await execOrComplain(process, rest, variables);
  for (const [name, value] of Object.entries(variables)) process.print(`${name}=${value}`);
  return 0;
}

async function execOrComplain(process: Process, argv: readonly string[], variables: Readonly<Record<string, string>> = process.env): Promise<number> {
  try {
    return await process.exec(argv, { env: variables });
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    return complain(process, `can't execute '${argv[0]}': ${error.reason === "not found" ? "No such file or directory" : error.reason}`, error.exitCode);
  }
}

function printenv(process: Process): Promise<number> {
  const { args, env: variables } = process;
  if (args.length === 0) for (const [name, value] of Object.entries(variables)) process.print(`${name}=${value}`);
  for (const name of args) if (variables[name] !== undefined) process.print(variables[name]);
  return Promise.resolve(args.every((name) => variables[name] !== undefined) ? 0 : 1);
}

function hostname(process: Process, { flags }: Options): number {
  const hosts = process.files.exists("/etc/hosts") ? process.files.read("/etc/hosts") : "";
  const full = new RegExp(`\\s(${process.hostname}\\.\\S+)`).exec(hosts)?.[1] ?? process.hostname;
  if (flags.has("i") || flags.has("I")) process.print(process.network.ip);
  else if (flags.has("f")) process.print(full);
  else if (flags.has("d")) process.print(full.slice(process.hostname.length + 1));
  else process.print(process.hostname);
  return 0;
}

function date(process: Process, { operands, values }: Options): number {
  const now = process.clock.now();
  const at = readDate(values.get("d"), now);
  if (at === undefined) return complain(process, `invalid date '${values.get("d")}'`);
  if (values.has("I")) process.print(formatTime(at, "%FT%T+00:00"));
  else process.print(formatTime(at, operands.find((word) => word.startsWith("+"))?.slice(1) ?? "%a %b %e %H:%M:%S UTC %Y"));
  return 0;
}

/** @SECONDS is all that is read; now when nothing is given. */
function readDate(text: string | undefined, now: number): number | undefined {
  if (text === undefined || text === "now") return now;
  return /^@\d+$/.test(text) ? Number(text.slice(1)) * 1000 : undefined;
}

function id(process: Process, { flags }: Options): number {
  const { uid, gid } = process.user;
  const name = uid === 0 ? "(root)" : "";
  if (flags.has("u")) process.print(flags.has("n") && uid === 0 ? "root" : `${uid}`);
  else if (flags.has("g") || flags.has("G")) process.print(`${gid}`);
  else process.print(`uid=${uid}${name} gid=${gid}${gid === 0 ? "(root)" : ""} groups=${gid}${gid === 0 ? "(root)" : ""}`);
  return 0;
}

const kernel = { s: "Linux", r: "6.12.0-kubarium", v: "#1 SMP", m: "x86_64", o: "GNU/Linux" } as const;

function uname(process: Process, { flags }: Options): number {
  const fields = { s: kernel.s, n: process.hostname, r: kernel.r, v: kernel.v, m: kernel.m, o: kernel.o };
  const wanted = flags.has("a") ? Object.keys(fields) : flags.size === 0 ? ["s"] : Object.keys(fields).filter((letter) => flags.has(letter) || (letter === "m" && flags.has("p")));
  process.print(wanted.map((letter) => fields[letter as keyof typeof fields]).join(" "));
  return 0;
}

function listProcesses(process: Process): number {
  const full = process.args.some((arg) => /^-?[a-z]*[ef]/.test(arg));
  process.print(full ? "UID          PID    PPID  C STIME TTY          TIME CMD" : "PID   USER     TIME  COMMAND");
  for (const listing of process.processes()) process.print(full ? fullLine(listing) : shortLine(listing));
  return 0;
}

function shortLine({ pid, user, argv }: ProcessListing): string {
  return `${`${pid}`.padStart(5)} ${(user.uid === 0 ? "root" : `${user.uid}`).padEnd(9)}0:00 ${argv.join(" ")}`;
}

function fullLine({ pid, parent, user, argv, startedAt }: ProcessListing): string {
  return `${(user.uid === 0 ? "root" : `${user.uid}`).padEnd(8)} ${`${pid}`.padStart(7)} ${`${parent}`.padStart(7)}  0 ${formatTime(startedAt, "%H:%M")} ?        00:00:00 ${argv.join(" ")}`;
}

function kill(process: Process): Promise<number> {
  const [first = ""] = process.args;
  const signal = first.startsWith("-") ? parseSignal(first.slice(1)) : "TERM";
  if (signal === undefined) return Promise.resolve(complain(process, `bad signal name '${first.slice(1)}'`));
  let code = 0;
  for (const pid of first.startsWith("-") ? process.args.slice(1) : process.args) {
    if (!process.kill(Number(pid), signal)) code = complain(process, `can't kill pid ${pid}: No such process`);
  }
  return Promise.resolve(code);
}

function signalMatching(process: Process, operands: readonly string[]): number {
  const signal: Signal = parseSignal(operands.find((word) => word.startsWith("-"))?.slice(1) ?? "TERM") ?? "TERM";
  const found = matching(process, operands.find((word) => !word.startsWith("-")) ?? "");
  for (const { pid } of found) process.kill(pid, signal);
  return found.length > 0 ? 0 : 1;
}

function pidOf(process: Process): number {
  const found = matching(process, process.args.find((word) => !word.startsWith("-")) ?? "");
  if (found.length > 0) process.print(found.map(({ pid }) => pid).join(" "));
  return found.length > 0 ? 0 : 1;
}

function matching(process: Process, name: string): readonly ProcessListing[] {
  return process.processes().filter(({ pid, argv }) => pid !== process.pid && (argv[0] ?? "").split("/").at(-1)?.includes(name) === true);
}

async function timeout(process: Process, { operands, values }: Options): Promise<number> {
  const [text = "", ...argv] = values.has("t") ? [values.get("t")!, ...operands] : operands;
  const delay = parseDelay(text);
  if (delay === undefined || argv.length === 0) return complain(process, "usage: timeout SECONDS COMMAND", 125);
  const signal = parseSignal(values.get("s") ?? "TERM") ?? "TERM";
  try {
    const child = process.spawn(argv);
    let expired = false;
    const timer = process.clock.after(delay, expire, "background");
    function expire() {
      expired = true;
      process.kill(child.pid, signal);
    }
    const code = await child.wait();
    timer.cancel();
    return expired ? (signal === "KILL" ? exitCodeOf("KILL") : 124) : code;
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    return complain(process, `can't execute '${argv[0]}': No such file or directory`, error.exitCode);
  }
}

/** Writes until nobody reads; slowly, so that time moves on. */
async function yes(process: Process): Promise<number> {
  const line = `${process.args.join(" ") || "y"}\n`;
  for (;;) {
    process.write(line.repeat(100));
    await process.burnCpu(10);
  }
}

function locate(process: Process): number {
  let code = 0;
  for (const name of process.args) {
    const path = process.which(name);
    if (path === undefined) code = 1;
    else process.print(path);
  }
  return code;
}

async function time(process: Process): Promise<number> {
  const before = process.clock.now();
  const code = await process.spawn(process.args).wait();
  const seconds = (process.clock.now() - before) / 1000;
  process.printError(`real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s`);
  return code;
}
