import type { Completion, TerminalCommand, TerminalSink } from "../../../workers/protocol/session.ts";
import type { ManifestFile } from "../../cluster/files-slice.ts";
import { heredocOf, LineError, stagesOf, standardInput, withoutHeredoc, wordsOf, type Stage } from "./command-line.ts";
import { columns, completionsOf, sharedEnding, unabbreviated, type CompletionSources } from "./complete-line.ts";
import { filtered } from "./filters.ts";
import { History } from "./history.ts";
import { LineScreen, type Screen } from "./line-screen.ts";
import { edits, emptyLine, insert, lineOf, type LineState } from "./line-state.ts";
import { commandNames, runLocally } from "./local-commands.ts";
import { keysOf, type Key } from "./terminal-keys.ts";

/** The world around the shell. */
export interface ShellWorld {
  readonly screen: Screen;
  readonly kubectl: (line: string, files: Readonly<Record<string, string>>, sink: TerminalSink) => Promise<TerminalCommand>;
  readonly complete: CompletionSources["kubectl"];
  readonly files: () => readonly ManifestFile[];
  readonly saveFile: (file: ManifestFile) => void;
  /** The line has changed; for whoever shows what could come next. */
  readonly changed?: () => void;
}

const prompt = "\u001b[32m$\u001b[0m ";
const more = "> ";

/** More candidates than this are counted, not listed. */
const mostCandidates = 200;

/** Lines, history, completion and pipes around kubectl. One command runs at a time; what is typed meanwhile waits. */
export class Shell {
  readonly #world: ShellWorld;
  readonly #screen: LineScreen;
  readonly #history = new History();
  #line: LineState = emptyLine;
  #search: { readonly text: string; readonly skip: number } | undefined;
  /** Rows of a command that is not complete yet, and the word that ends its here-document. */
  #begun: { readonly rows: readonly string[]; readonly end: string | undefined } | undefined;
  readonly #waiting: string[] = [];
  #running: Promise<void> | undefined;
  #command: TerminalCommand | undefined;
  #interrupted = false;
  /** Output after its last line end: what is typed while a command runs stands behind it. */
  #tail = "";

  constructor(world: ShellWorld) {
    this.#world = world;
    this.#screen = new LineScreen(world.screen);
  }

  get line(): string {
    return this.#line.text;
  }

  /** Greets, and asks for the first line. */
  begin(greeting: string): void {
    this.#world.screen.write(`${greeting}\n`);
    this.#draw();
  }

  /** What the terminal's keyboard sent. */
  keys(data: string): void {
    for (const key of keysOf(data)) this.#press(key);
    this.#world.changed?.();
  }

  /** Runs a line as if it had been typed; it waits for its turn. */
  run(line: string): void {
    this.#waiting.push(line);
    void this.#work();
  }

  /** Replaces the line that is being written. */
  compose(text: string): void {
    this.#line = lineOf(text, this.#line);
    this.#draw();
    this.#world.changed?.();
  }

  /** The terminal has another width. */
  resized(): void {
    this.#screen.forget();
  }

  /** Settles when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  #press(key: Key): void {
    if (this.#search !== undefined && this.#searching(key)) return;
    switch (key.type) {
      case "text":
        return this.#become(insert(this.#line, key.text));
      case "paste":
        return this.#paste(key.text);
      case "edit":
        return this.#become(edits[key.edit](this.#line));
      case "enter":
        return this.#enter();
      case "tab":
        return void this.#complete();
      case "interrupt":
        return this.#interrupt();
      case "end-of-file":
        return this.#endOfFile();
      case "clear":
        return this.#clear();
      case "older":
        return this.#recall(this.#history.older(this.#line.text));
      case "newer":
        return this.#recall(this.#history.newer());
      case "search":
        this.#search = { text: "", skip: 0 };
        return this.#draw();
      case "escape":
        return;
    }
  }

  #become(line: LineState): void {
    this.#line = line;
    this.#draw();
  }

  #recall(line: string | undefined): void {
    if (line !== undefined) this.#become(lineOf(line, this.#line));
  }

  /** True when the key belonged to the search; any other key ends it and then does what it always does. */
  #searching(key: Key): boolean {
    const search = this.#search;
    if (search === undefined) return false;
    if (key.type === "text") this.#search = { text: search.text + key.text, skip: 0 };
    else if (key.type === "search") this.#search = { ...search, skip: this.#history.find(search.text, search.skip + 1) === undefined ? search.skip : search.skip + 1 };
    else if (key.type === "edit" && key.edit === "backspace") this.#search = { text: search.text.slice(0, -1), skip: 0 };
    else {
      const found = this.#found();
      this.#search = undefined;
      if (key.type !== "interrupt") this.#become(lineOf(found, this.#line));
      else this.#draw();
      return key.type === "interrupt" || key.type === "escape";
    }
    this.#draw();
    return true;
  }

  #found(): string {
    return this.#search === undefined ? "" : (this.#history.find(this.#search.text, this.#search.skip) ?? "");
  }

  /** All but the last line of a paste is run; the last waits for Enter, so that it can be looked at. */
  #paste(text: string): void {
    const rows = text.split("\n").map((row) => row.replace(/^\s*\$ /, ""));
    const last = rows.pop() ?? "";
    for (const row of rows) {
      this.#line = insert(this.#line, row);
      this.#draw();
      this.#enter();
    }
    this.#become(insert(this.#line, last));
  }

  #enter(): void {
    const { text } = this.#line;
    this.#line = { ...emptyLine, cut: this.#line.cut };
    if (this.#running !== undefined) return this.#typeAhead(text);
    this.#screen.draw(this.#prompt(), lineOf(text));
    this.#screen.leave();
    const complete = this.#collect(text);
    if (complete === undefined) return this.#draw();
    this.#waiting.push(complete);
    void this.#work(false);
  }

  /** While a command runs, a line is for the command, if it reads; else it is the next command. */
  #typeAhead(text: string): void {
    this.#screen.draw(this.#tail, lineOf(text));
    this.#screen.leave();
    this.#tail = "";
    if (this.#command !== undefined && this.#reads) this.#command.input(`${text}\n`);
    else {
      const complete = this.#collect(text);
      if (complete !== undefined) this.#waiting.push(complete);
    }
  }

  #reads = false;

  /** Puts rows together until the command is whole: a backslash or a here-document asks for more. */
  #collect(row: string): string | undefined {
    const rows = [...(this.#begun?.rows ?? []), row];
    const end = this.#begun === undefined ? heredocOf(row) : this.#begun.end;
    const whole = end === undefined ? !row.endsWith("\\") : row.trim() === end;
    this.#begun = whole ? undefined : { rows, end };
    if (!whole) return undefined;
    return end === undefined ? rows.map((part) => part.replace(/\\$/, "")).join("") : rows.join("\n");
  }

  #interrupt(): void {
    this.#begun = undefined;
    this.#waiting.length = 0;
    this.#line = emptyLine;
    if (this.#running !== undefined) {
      this.#interrupted = true;
      this.#command?.interrupt();
      return;
    }
    this.#world.screen.write("^C");
    this.#screen.leave();
    this.#draw();
  }

  #endOfFile(): void {
    if (this.#line.text !== "") return this.#become(edits.delete(this.#line));
    if (this.#reads) this.#command?.input("\u0004");
  }

  #clear(): void {
    this.#world.screen.clear();
    this.#screen.forget();
    this.#draw();
  }

  /** Works off what waits. `shown` lines have not been typed, so they are written first. */
  async #work(shown = true): Promise<void> {
    if (this.#running !== undefined) return;
    let finished = () => {};
    this.#running = new Promise((resolve) => (finished = resolve));
    if (shown) this.#screen.erase();
    let echo = shown;
    for (let line = this.#waiting.shift(); line !== undefined; line = this.#waiting.shift()) {
      if (echo) this.#world.screen.write(`${prompt}${line}\n`);
      echo = true;
      this.#history.add(line.includes("\n") ? "" : line);
      await this.#runLine(line);
    }
    this.#running = undefined;
    this.#screen.forget();
    this.#draw();
    finished();
  }

  async #runLine(text: string): Promise<void> {
    this.#interrupted = false;
    const [first = "", ...rest] = text.split("\n");
    const input = heredocOf(first) === undefined ? undefined : `${rest.slice(0, -1).join("\n")}\n`;
    try {
      let code = 0;
      for (const stage of stagesOf(input === undefined ? first : withoutHeredoc(first))) {
        if (this.#interrupted) break;
        if (stage.needsSuccess && code !== 0) continue;
        code = await this.#runStage(stage, input);
      }
    } catch (error) {
      this.#out(`${error instanceof LineError ? "sh: " : ""}${error instanceof Error ? error.message : String(error)}\n`);
    }
    if (this.#tail !== "") this.#out("\n");
  }

  async #runStage(stage: Stage, input: string | undefined): Promise<number> {
    const direct = stage.filters.length === 0 && stage.file === undefined;
    let collected = "";
    const write = direct ? (text: string) => this.#out(text) : (text: string) => (collected += text);
    const code = await this.#runCommand(unabbreviated(stage.command), input, write);
    if (direct) return code;
    const output = stage.filters.reduce(filtered, collected);
    if (stage.file === undefined) this.#out(output);
    else this.#save(stage, output);
    return code;
  }

  #save({ file = "", append }: Stage, output: string): void {
    const [name = ""] = wordsOf(file);
    const before = append ? (this.#world.files().find((known) => known.name === name)?.text ?? "") : "";
    this.#world.saveFile({ name, text: before + output });
  }

  async #runCommand(command: string, input: string | undefined, write: (text: string) => void): Promise<number> {
    if (!/^kubectl(\s|$)/.test(command)) {
      const { output, code } = runLocally(command, { files: this.#world.files, history: () => this.#history.lines, clear: () => this.#world.screen.clear() });
      write(output);
      return code;
    }
    this.#reads = /\s(-[a-zA-Z]*i[a-zA-Z]*|--stdin|attach)(\s|=|$)/.test(command);
    try {
      return await this.#runKubectl(command, this.#filesFor(command, input), write);
    } finally {
      this.#command = undefined;
      this.#reads = false;
    }
  }

  #runKubectl(command: string, files: Readonly<Record<string, string>>, write: (text: string) => void): Promise<number> {
    return new Promise((exit, reject) => {
      this.#world.kubectl(command, files, { write, exit }).then((handle) => {
        this.#command = handle;
        if (this.#interrupted) handle.interrupt();
      }, reject);
    });
  }

  /** Only what the command names goes along: each command is kept, with its files, to be replayed. */
  #filesFor(command: string, input: string | undefined): Readonly<Record<string, string>> {
    const words = wordsOf(command).flatMap((word) => [word, word.replace(/^(--[a-z-]+=|-[fk])/, "")]);
    const folder = words.some((word) => word === "." || word === "./");
    const named = this.#world.files().filter(({ name }) => folder || words.some((word) => word.split(",").some((part) => part.replace(/^.*=/, "").replace(/^\.\//, "") === name)));
    return { ...Object.fromEntries(named.map(({ name, text }) => [name, text])), ...(input !== undefined && { [standardInput]: input }) };
  }

  /** Output goes above what is being typed. */
  #out(text: string): void {
    if (text === "") return;
    const typing = this.#line.text !== "";
    if (typing) this.#screen.erase();
    this.#world.screen.write(typing ? this.#tail + text : text);
    this.#tail = `${this.#tail}${text}`.split("\n").at(-1) ?? "";
    if (typing) this.#draw();
  }

  async #complete(): Promise<void> {
    const { text, cursor } = this.#line;
    if (this.#running !== undefined) return;
    const before = text.slice(0, cursor);
    const { from, candidates } = await completionsOf(before, this.#sources()).catch(() => ({ from: cursor, candidates: [] as readonly string[] }));
    if (this.#line.text !== text || this.#line.cursor !== cursor || this.#running !== undefined || candidates.length === 0) return;
    const added = sharedEnding(before.slice(from), candidates);
    if (added !== "") this.#become(insert(this.#line, added));
    else this.#list(candidates);
    this.#world.changed?.();
  }

  /** What could come next, for whoever shows it beside the terminal. */
  next(): Promise<Completion> {
    return completionsOf(this.#line.text, this.#sources());
  }

  #sources(): CompletionSources {
    return { kubectl: this.#world.complete, files: () => this.#world.files().map(({ name }) => name), names: commandNames };
  }

  #list(candidates: readonly string[]): void {
    const shown = candidates.slice(0, mostCandidates);
    const rest = candidates.length - shown.length;
    this.#screen.leave();
    this.#world.screen.write(`${columns(shown, this.#world.screen.columns)}\n${rest > 0 ? `and ${rest} more\n` : ""}`);
    this.#draw();
  }

  #prompt(): string {
    if (this.#running !== undefined) return this.#tail;
    return this.#begun === undefined ? prompt : more;
  }

  #draw(): void {
    if (this.#search === undefined) this.#screen.draw(this.#prompt(), this.#line);
    else this.#screen.draw(`(search) ${this.#search.text}: `, lineOf(this.#found()));
  }
}
