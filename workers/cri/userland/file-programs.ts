import { civilTime, formatTime, months } from "../calendar.ts";
import { FileError, type FileStat } from "../file-system.ts";
import { baseName, parentOf } from "../path.ts";
import type { Process, Program } from "../process.ts";
import { readLine } from "../text-stream.ts";
import { patternToRegExp } from "../shell/pattern.ts";
import { complain, forEachFile, inputText, linesOf, program } from "./program-tools.ts";
import type { Options } from "./options.ts";

/** Programs that look at files and change them. */
export const filePrograms: Readonly<Record<string, Program>> = {
  cat: program("n A e", "", async (process, { operands, flags }) => {
    if (operands.length === 0 && !flags.has("n")) return await copyInput(process);
    const { text, code } = await inputText(process, operands);
    process.write(flags.has("n") ? linesOf(text).map((line, index) => `${`${index + 1}`.padStart(6)}\t${line}\n`).join("") : text);
    return code;
  }),
  ls: program("l a A 1 h R d t r S F i n color", "color", list),
  mkdir: program("p v", "m", (process, { operands, flags }) => forEachFile(process, operands, (path) => process.files.makeDirectory(path, flags.has("p")), "can't create directory")),
  rmdir: program("p", "", (process, { operands }) => forEachFile(process, operands, (path) => removeDirectory(process, path))),
  rm: program("r R f v i", "", remove),
  touch: program("c a m", "t d", (process, { operands }) => forEachFile(process, operands, (path) => process.files.write(path, process.files.exists(path) ? process.files.read(path) : ""))),
  cp: program("r R a p f v L d", "", (process, { operands, flags }) => transfer(process, operands, (from, to) => copy(process, from, to, flags.has("r") || flags.has("R") || flags.has("a")))),
  mv: program("f n v", "", (process, { operands }) => transfer(process, operands, (from, to) => process.files.rename(from, to))),
  chmod: program("R v f", "", changeMode),
  chown: program("R v f h", "", (process, { operands }) => forEachFile(process, operands.slice(1), (path) => void process.files.stat(path))),
  tee: program("a i", "", tee),
  tail: program("f F q v", "n c s", tail),
  head: program("q v", "n c", head),
  wc: program("l w c m", "", count),
  stat: program("", "c", stat),
  basename: (process) => one(process, baseName(process.args[0] ?? "").replace(process.args[1] === undefined ? /$^/ : suffix(process.args[1]), "")),
  dirname: (process) => one(process, (process.args[0] ?? "").includes("/") ? parentOf(process.args[0]!) : "."),
  readlink: program("f e m", "", (process, { operands }) => one(process, process.path(operands[0] ?? ""))),
  realpath: program("", "", (process, { operands }) => one(process, process.path(operands[0] ?? ""))),
  find,
  du: program("s h a k m", "d", (process, { operands }) => forEachFile(process, operands.length > 0 ? operands : ["."], (path, name) => process.print(`${Math.ceil(sizeBelow(process, path) / 1024)}\t${name}`))),
};

function one(process: Process, line: string): Promise<number> {
  process.print(line);
  return Promise.resolve(0);
}

function suffix(text: string): RegExp {
  return new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}

async function copyInput(process: Process): Promise<number> {
  for (let chunk = await process.stdin.read(); chunk !== undefined; chunk = await process.stdin.read()) process.write(chunk);
  return 0;
}

function list(process: Process, { operands, flags }: Options): number {
  const names = operands.length > 0 ? operands : ["."];
  return forEachFile(process, names, (path, name) => {
    const stat = process.files.stat(path);
    if (stat.type === "file" || flags.has("d")) return listEntries(process, [{ name, stat }], flags);
    if (names.length > 1) process.print(`${name === names[0] ? "" : "\n"}${name}:`);
    const hidden = flags.has("a") || flags.has("A");
    const entries = process.files.list(path).filter((entry) => hidden || !entry.startsWith(".")).map((entry) => ({ name: entry, stat: process.files.stat(process.path(`${path}/${entry}`)) }));
    const dots = flags.has("a") ? [".", ".."].map((entry) => ({ name: entry, stat })) : [];
    if (flags.has("t")) entries.sort((a, b) => b.stat.modifiedAt - a.stat.modifiedAt);
    if (flags.has("S")) entries.sort((a, b) => b.stat.size - a.stat.size);
    if (flags.has("r")) entries.reverse();
    if (flags.has("l")) process.print(`total ${4 * entries.length}`);
    listEntries(process, [...dots, ...entries], flags);
  });
}

function listEntries(process: Process, entries: readonly { readonly name: string; readonly stat: FileStat }[], flags: ReadonlySet<string>): void {
  if (flags.has("l")) return entries.forEach(({ name, stat }) => process.print(longLine(name, stat, process.clock.now())));
  if (process.terminal && !flags.has("1") && entries.length > 0) return process.print(entries.map(({ name }) => name).join("  "));
  for (const { name } of entries) process.print(name);
}

function longLine(name: string, stat: FileStat, now: number): string {
  const { month, day, year } = civilTime(stat.modifiedAt);
  const time = civilTime(now).year === year ? formatTime(stat.modifiedAt, "%H:%M") : ` ${year}`;
  const links = stat.type === "directory" ? 2 : 1;
  return `${modeText(stat)} ${`${links}`.padStart(4)} root     root     ${`${stat.size}`.padStart(9)} ${months[month - 1]!.slice(0, 3)} ${`${day}`.padStart(2)} ${time} ${name}`;
}

function modeText({ type, mode }: FileStat): string {
  const bits = [6, 3, 0].map((shift) => {
    const three = (mode >> shift) & 7;
    return `${three & 4 ? "r" : "-"}${three & 2 ? "w" : "-"}${three & 1 ? "x" : "-"}`;
  });
  return `${type === "directory" ? "d" : "-"}${bits.join("")}`;
}

function removeDirectory(process: Process, path: string): void {
  if (process.files.list(path).length > 0) throw new FileError("ENOTEMPTY");
  process.files.remove(path, true);
}

function remove(process: Process, { operands, flags }: Options): number {
  const recursive = flags.has("r") || flags.has("R");
  const names = flags.has("f") ? operands.filter((name) => process.files.exists(process.path(name))) : operands;
  return forEachFile(process, names, (path) => process.files.remove(path, recursive), "can't remove");
}

/** The last operand is the target: a file, or a directory that takes all. */
function transfer(process: Process, operands: readonly string[], action: (from: string, to: string) => void): number {
  const target = operands.at(-1);
  if (target === undefined || operands.length < 2) return complain(process, "missing file operand");
  const to = process.path(target);
  const intoDirectory = process.files.exists(to) && process.files.stat(to).type === "directory";
  return forEachFile(process, operands.slice(0, -1), (from) => action(from, intoDirectory ? process.path(`${to}/${baseName(from)}`) : to), "can't stat");
}

function copy(process: Process, from: string, to: string, recursive: boolean): void {
  const { files } = process;
  const { type, mode } = files.stat(from);
  if (type === "file") {
    files.write(to, files.read(from));
    if (files.stat(to).mode !== mode) files.changeMode(to, mode);
    return;
  }
  if (!recursive) throw new FileError("EISDIR");
  files.makeDirectory(to, true);
  for (const name of files.list(from)) copy(process, `${from}/${name}`, `${to}/${name}`, true);
}

function changeMode(process: Process, { operands: [text = "", ...names] }: Options): number {
  if (!/^[0-7]{3,4}$/.test(text) && !/^[ugoa]*[+-=][rwx]+$/.test(text)) return complain(process, `invalid mode '${text}'`);
  return forEachFile(process, names, (path) => {
    const old = process.files.stat(path).mode;
    process.files.changeMode(path, /^\d/.test(text) ? parseInt(text, 8) : symbolicMode(old, text));
  });
}

function symbolicMode(old: number, text: string): number {
  const [, who = "", operator = "+", letters = ""] = /^([ugoa]*)([+-=])([rwx]+)$/.exec(text)!;
  const three = (letters.includes("r") ? 4 : 0) | (letters.includes("w") ? 2 : 0) | (letters.includes("x") ? 1 : 0);
  const shifts = who === "" || who.includes("a") ? [6, 3, 0] : [...(who.includes("u") ? [6] : []), ...(who.includes("g") ? [3] : []), ...(who.includes("o") ? [0] : [])];
  return shifts.reduce((mode, shift) => {
    if (operator === "+") return mode | (three << shift);
    return operator === "-" ? mode & ~(three << shift) : (mode & ~(7 << shift)) | (three << shift);
  }, old);
}

async function tee(process: Process, { operands, flags }: Options): Promise<number> {
  let code = flags.has("a") ? 0 : forEachFile(process, operands, (path) => process.files.write(path, ""));
  for (let chunk = await process.stdin.read(); chunk !== undefined; chunk = await process.stdin.read()) {
    const text = chunk;
    process.write(text);
    code ||= forEachFile(process, operands, (path) => process.files.append(path, text));
  }
  return code;
}

async function head(process: Process, { operands, values }: Options): Promise<number> {
  if (operands.length === 0 && !values.has("c")) return await firstLines(process, Number(values.get("n") ?? 10));
  const { text, code } = await inputText(process, operands);
  const bytes = values.get("c");
  if (bytes !== undefined) process.write(text.slice(0, Number(bytes)));
  else for (const line of linesOf(text).slice(0, Number(values.get("n") ?? 10))) process.print(line);
  return code;
}

/** Reads no further than it has to: the writer may never end. */
async function firstLines(process: Process, count: number): Promise<number> {
  for (let line = 0; line < count; line++) {
    const text = await readLine(process.stdin);
    if (text === undefined) break;
    process.print(text);
  }
  return 0;
}

/** How often a followed file is looked at. */
const followPeriod = 1000;

async function tail(process: Process, { operands, values, flags }: Options): Promise<number> {
  const following = flags.has("f") || flags.has("F");
  const [name] = operands;
  if (following && name !== undefined) return await follow(process, name, values.get("n") ?? "10");
  const { text, code } = await inputText(process, operands);
  const bytes = values.get("c");
  process.write(bytes === undefined ? lastLines(text, values.get("n") ?? "10") : text.slice(-Number(bytes)));
  return code;
}

/** "-n 5" is the last five lines, "-n +2" everything from the second on. */
function lastLines(text: string, count: string): string {
  const lines = linesOf(text);
  const chosen = count.startsWith("+") ? lines.slice(Math.max(0, Number(count.slice(1)) - 1)) : lines.slice(Math.max(0, lines.length - Number(count.replace("-", ""))));
  return chosen.map((line) => `${line}\n`).join("");
}

/** Goes on for ever; a file that is not there yet is waited for. */
async function follow(process: Process, name: string, count: string): Promise<number> {
  const path = process.path(name);
  const exists = () => process.files.exists(path);
  if (!exists()) process.printError(`tail: cannot open '${name}' for reading: No such file or directory`);
  let seen: number | undefined;
  for (;;) {
    if (exists()) {
      const text = process.files.read(path);
      if (seen === undefined) process.write(lastLines(text, count));
      else process.write(text.length >= seen ? text.slice(seen) : text);
      seen = text.length;
    }
    await process.sleep(followPeriod);
  }
}

async function count(process: Process, { operands, flags }: Options): Promise<number> {
  const { text, code } = await inputText(process, operands);
  const all = flags.size === 0;
  const numbers = [
    ...(all || flags.has("l") ? [text.split("\n").length - 1] : []),
    ...(all || flags.has("w") ? [text.split(/\s+/).filter((word) => word !== "").length] : []),
    ...(all || flags.has("c") || flags.has("m") ? [text.length] : []),
  ];
  process.print([...numbers.map((number) => (numbers.length > 1 ? `${number}`.padStart(9) : `${number}`)), ...operands.slice(0, 1)].join(" "));
  return code;
}

function stat(process: Process, { operands, values }: Options): number {
  const format = values.get("c") ?? "  File: %n\n  Size: %s\nAccess: (%a/%A)\nModify: %y";
  return forEachFile(process, operands, (path, name) => {
    const found = process.files.stat(path);
    const fields: Readonly<Record<string, string>> = { n: name, s: `${found.size}`, a: found.mode.toString(8), A: modeText(found), y: formatTime(found.modifiedAt, "%F %T.000000000 +0000"), Y: `${Math.floor(found.modifiedAt / 1000)}`, F: found.type === "file" ? "regular file" : "directory", U: "root", G: "root", u: "0", g: "0" };
    process.print(format.replace(/%([a-zA-Z])/g, (whole, letter: string) => fields[letter] ?? whole));
  });
}

/** find PATH… [-name PATTERN] [-type f|d] [-maxdepth N] */
function find(process: Process): Promise<number> {
  const at = process.args.findIndex((arg) => arg.startsWith("-"));
  const roots = at < 0 ? process.args : process.args.slice(0, at);
  const conditions = at < 0 ? [] : process.args.slice(at);
  let [pattern, type, depth] = [undefined as RegExp | undefined, "", Infinity];
  for (let index = 0; index < conditions.length; index += 2) {
    const [name, value = ""] = conditions.slice(index);
    if (name === "-name") pattern = patternToRegExp(value);
    else if (name === "-type") type = value;
    else if (name === "-maxdepth") depth = Number(value);
    else return Promise.resolve(complain(process, `${name}: not supported here`));
  }
  const visit = (name: string, level: number): void => {
    const path = process.path(name);
    const isDirectory = process.files.stat(path).type === "directory";
    if ((pattern?.test(baseName(name)) ?? true) && (type === "" || (type === "d") === isDirectory)) process.print(name);
    if (isDirectory && level < depth) for (const child of process.files.list(path)) visit(`${name.replace(/\/$/, "")}/${child}`, level + 1);
  };
  return Promise.resolve(forEachFile(process, roots.length > 0 ? roots : ["."], (_path, name) => visit(name, 0)));
}

function sizeBelow(process: Process, path: string): number {
  const stat = process.files.stat(path);
  if (stat.type === "file") return stat.size;
  return process.files.list(path).reduce((sum, name) => sum + sizeBelow(process, process.path(`${path}/${name}`)), 4096);
}
