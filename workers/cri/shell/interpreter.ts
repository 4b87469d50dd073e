import type { Child, Process } from "../process.ts";
import { ExecError } from "../exec-error.ts";
import { FileError } from "../file-system.ts";
import { Pipe, TextBuffer, emptySource } from "../text-stream.ts";
import { assign, temporary } from "./assignment.ts";
import { builtins, type BuiltinContext } from "./builtins.ts";
import { conditional } from "./conditional.ts";
import { Expander } from "./expander.ts";
import { patternToRegExp } from "./pattern.ts";
import { redirected } from "./redirects.ts";
import { Leave, ShellFault, type ShellState, type Streams } from "./state.ts";
import { SyntaxFault, type AndOr, type Assignment, type Command, type Pipeline, type Script, type Word } from "./syntax.ts";
import { TestFault } from "./test-command.ts";
import { Traps } from "./traps.ts";

/** What commands cost of a processor: a loop without a pause must not stop time. In hundredths of a millisecond. */
const costOfBuiltin = 1;
const costOfProcess = 40;
const costPerMillisecond = 100;

/** Functions that call themselves deeper than this fail. */
const deepestCall = 200;

type Simple = Extract<Command, { readonly kind: "simple" }>;

/** Runs scripts in one shell process. */
export class Interpreter {
  readonly process: Process;
  readonly state: ShellState;
  readonly expander: Expander;
  readonly traps: Traps;
  readonly #startedAt: number;
  #streams: Streams;
  #kept: Streams | undefined;
  #cost = 0;
  #depth = 0;
  #takeOver = false;
  /** Inside a condition, a failure is not an error. */
  #tested = 0;

  constructor(process: Process, state: ShellState) {
    this.process = process;
    this.state = state;
    this.#streams = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr };
    this.#startedAt = process.clock.now();
    this.traps = new Traps(process, state);
    this.expander = new Expander({
      state,
      files: process.files,
      random: process.random,
      pid: process.pid,
      seconds: () => Math.floor((process.clock.now() - this.#startedAt) / 1000),
      substitute: (script) => this.#substitute(script),
    });
  }

  /**
   * Runs a script and says its exit code: the way a shell process ends. With `takeOver`, a script of one
   * command becomes that command, as bash and dash do it; BusyBox keeps the shell in front.
   */
  async runToEnd(script: Script, takeOver = false): Promise<number> {
    this.#takeOver = takeOver && isOneCommand(script);
    try {
      await this.run(script);
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      if (error.what === "exit" || error.what === "return") this.state.status = error.count;
    }
    return await this.finish();
  }

  /** The EXIT trap, and the exit code. */
  async finish(): Promise<number> {
    const status = this.state.status;
    const action = this.traps.takeExit();
    if (action === undefined) return status;
    try {
      await this.run(action);
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      if (error.what === "exit") return error.count;
    }
    return status;
  }

  /** Runs the commands of a script one after the other. Throws Leave. */
  async run(script: Script): Promise<number> {
    for (const item of script) {
      await this.#item(item);
      await this.#runTraps();
    }
    return this.state.status;
  }

  /** Prints a message of the shell itself. */
  complain(message: string): void {
    this.#streams.stderr.write(`${this.state.name}: ${message}\n`);
  }

  /** Redirections of `exec` without a command stay in force. */
  keepStreams(): void {
    this.#kept = this.#streams;
  }

  async #runTraps(): Promise<void> {
    for (let action = this.traps.takePending(); action !== undefined; action = this.traps.takePending()) {
      const { status } = this.state;
      await this.run(action);
      this.state.status = status;
    }
  }

  async #item(item: AndOr): Promise<void> {
    if (item.background) return this.#startBackground(item);
    await this.#andOr(item);
  }

  #startBackground(item: AndOr): void {
    const script: Script = [{ ...item, background: false }];
    const child = this.#subshell(script, { ...this.#streams, stdin: emptySource });
    this.state.background.set(child.pid, child);
    this.state.lastBackground = `${child.pid}`;
    this.state.status = 0;
  }

  async #andOr({ first, rest }: AndOr): Promise<void> {
    const last = rest.at(-1)?.pipeline ?? first;
    await this.#pipeline(first, first !== last);
    for (const { operator, pipeline } of rest) {
      if ((this.state.status === 0) !== (operator === "&&")) continue;
      await this.#pipeline(pipeline, pipeline !== last);
    }
  }

  async #pipeline({ commands, negated }: Pipeline, tested: boolean): Promise<void> {
    if (tested || negated) this.#tested++;
    try {
      if (commands.length === 1) await this.#guarded(commands[0]!, this.#streams);
      else await this.#pipe(commands);
    } finally {
      if (tested || negated) this.#tested--;
    }
    if (negated) this.state.status = this.state.status === 0 ? 1 : 0;
    else if (!tested && this.state.status !== 0 && this.state.options.errexit && this.#tested === 0) throw new Leave("exit", this.state.status);
  }

  /** Each command of a pipe is a process of its own. */
  async #pipe(commands: readonly Command[]): Promise<void> {
    let stdin = this.#streams.stdin;
    const children: Child[] = [];
    for (const [index, command] of commands.entries()) {
      const last = index === commands.length - 1;
      const pipe = last ? undefined : new Pipe();
      const script: Script = [{ first: { commands: [command], negated: false }, rest: [], background: false }];
      const before = stdin;
      children.push(this.#subshell(script, { stdin, stdout: pipe ?? this.#streams.stdout, stderr: this.#streams.stderr }, () => {
        pipe?.end();
        if (before instanceof Pipe) before.breakOff();
      }));
      if (pipe !== undefined) stdin = pipe;
    }
    const codes: number[] = [];
    for (const child of children) codes.push(await child.wait());
    this.state.status = this.state.options.pipefail ? (codes.findLast((code) => code !== 0) ?? 0) : codes.at(-1)!;
  }

  #subshell(script: Script, streams: Streams, ended: () => void = () => {}): Child {
    const copy = this.state.copy();
    const child = this.process.spawn([this.state.name], {
      ...streams,
      workingDirectory: this.state.directory,
      program: async (process) => {
        process.lifetime.onEnd(ended);
        return await new Interpreter(process, copy).runToEnd(script);
      },
    });
    return child;
  }

  async #substitute(script: Script): Promise<string> {
    const output = new TextBuffer();
    const child = this.#subshell(script, { ...this.#streams, stdout: output });
    this.state.status = await child.wait();
    await this.#spend(costOfProcess);
    return output.text;
  }

  /** Runs a command; what goes wrong in the shell itself becomes its status. */
  async #guarded(command: Command, streams: Streams): Promise<void> {
    const saved = this.#streams;
    this.#streams = streams;
    try {
      this.#streams = await redirected(this.process, this.expander, command.redirects, { streams, directory: this.state.directory });
      await this.#execute(command);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#streams = this.#kept ?? saved;
    }
  }

  #fail(error: unknown): void {
    if (error instanceof Leave) throw error;
    if (error instanceof ShellFault || error instanceof SyntaxFault) {
      this.complain(error.message);
      this.state.status = error instanceof ShellFault ? error.status : 2;
      if (error instanceof ShellFault && error.fatal) throw new Leave("exit", error.status);
      return;
    }
    if (!(error instanceof TestFault) && !(error instanceof FileError)) throw error;
    this.complain(error.message);
    this.state.status = 2;
  }

  async #execute(command: Command): Promise<void> {
    switch (command.kind) {
      case "simple": return await this.#simple(command);
      case "group": return void (await this.run(command.body));
      case "subshell": return void (this.state.status = await this.#subshell(command.body, this.#streams).wait());
      case "if": return await this.#if(command);
      case "loop": return await this.#loop(command);
      case "for": return await this.#for(command);
      case "arithmetic-for": return await this.#arithmeticFor(command);
      case "case": return await this.#case(command);
      case "function": {
        this.state.functions.set(command.name, command.body);
        this.state.status = 0;
        return;
      }
      case "test": return void (this.state.status = (await conditional(command.words, this)) ? 0 : 1);
      case "arithmetic": return void (this.state.status = (await this.expander.arithmetic(command.expression)) !== 0 ? 0 : 1);
    }
  }

  async #condition(script: Script): Promise<boolean> {
    this.#tested++;
    try {
      return (await this.run(script)) === 0;
    } finally {
      this.#tested--;
    }
  }

  async #if({ branches, otherwise }: Extract<Command, { readonly kind: "if" }>): Promise<void> {
    for (const { condition, body } of branches) {
      if (await this.#condition(condition)) return void (await this.run(body));
    }
    this.state.status = 0;
    if (otherwise !== undefined) await this.run(otherwise);
  }

  async #loop({ until, condition, body }: Extract<Command, { readonly kind: "loop" }>): Promise<void> {
    let status = 0;
    while ((await this.#condition(condition)) !== until) {
      if (!(await this.#turn(body))) break;
      status = this.state.status;
      await this.#spend(costOfBuiltin);
    }
    this.state.status = status;
  }

  async #for({ name, items, body }: Extract<Command, { readonly kind: "for" }>): Promise<void> {
    const values = items === undefined ? this.state.positional : await this.expander.fields(items);
    this.state.status = 0;
    for (const value of values) {
      this.state.set(name, value);
      if (!(await this.#turn(body))) break;
    }
  }

  async #arithmeticFor({ start, condition, step, body }: Extract<Command, { readonly kind: "arithmetic-for" }>): Promise<void> {
    const truth = async (word: Word) => (await this.expander.text(word)).trim() === "" || (await this.expander.arithmetic(word)) !== 0;
    await this.expander.arithmetic(start);
    while (await truth(condition)) {
      if (!(await this.#turn(body))) break;
      await this.expander.arithmetic(step);
      await this.#spend(costOfBuiltin);
    }
    this.state.status = 0;
  }

  /** One turn of a loop; false when the loop is to end. */
  async #turn(body: Script): Promise<boolean> {
    try {
      await this.run(body);
      return true;
    } catch (error) {
      if (!(error instanceof Leave) || (error.what !== "break" && error.what !== "continue")) throw error;
      this.state.status = 0;
      if (error.count > 1) throw new Leave(error.what, error.count - 1);
      return error.what === "continue";
    }
  }

  async #case({ subject, branches }: Extract<Command, { readonly kind: "case" }>): Promise<void> {
    const text = await this.expander.text(subject);
    this.state.status = 0;
    for (const { patterns, body } of branches) {
      for (const word of patterns) {
        if (patternToRegExp(await this.expander.pattern(word)).test(text)) return void (await this.run(body));
      }
    }
  }

  async #simple({ assignments, words }: Simple): Promise<void> {
    const argv = await this.expander.fields(words);
    if (argv.length === 0) return await this.#assignAll(assignments);
    const extra = await temporary(this.expander, assignments);
    if (this.state.options.xtrace) this.#streams.stderr.write(`+ ${argv.join(" ")}\n`);
    const [name = ""] = argv;
    const body = this.state.functions.get(name);
    if (body !== undefined) return await this.#call(body, argv);
    const builtin = builtins[name];
    if (builtin !== undefined) {
      this.state.status = await builtin(argv.slice(1), this.#context(extra));
      return await this.#spend(costOfBuiltin);
    }
    await this.#external(argv, extra);
  }

  async #assignAll(assignments: readonly Assignment[]): Promise<void> {
    this.state.status = 0;
    for (const assignment of assignments) await assign(this.state, this.expander, assignment);
    await this.#spend(costOfBuiltin);
  }

  async #call(body: Command, argv: readonly string[]): Promise<void> {
    if (this.#depth >= deepestCall) throw new ShellFault(`${argv[0]}: functions are nested too deeply`, 1, true);
    const { positional } = this.state;
    this.state.positional = argv.slice(1);
    this.state.locals.push(new Map());
    this.#depth++;
    try {
      await this.#guarded(body, this.#streams);
    } catch (error) {
      if (!(error instanceof Leave) || error.what !== "return") throw error;
      this.state.status = error.count;
    } finally {
      this.#depth--;
      this.state.positional = positional;
      for (const [name, value] of this.state.locals.pop()!) {
        if (value === undefined) this.state.variables.delete(name);
        else this.state.variables.set(name, value);
      }
    }
  }

  async #external(argv: readonly string[], extra: ReadonlyMap<string, string>): Promise<void> {
    if (this.#takeOver) return await this.#becomeCommand(argv, extra);
    const child = this.#start(argv, extra);
    if (child === undefined) return;
    this.state.status = await child.wait();
    await this.#spend(costOfProcess);
  }

  async #becomeCommand(argv: readonly string[], extra: ReadonlyMap<string, string>): Promise<void> {
    try {
      this.state.status = await this.process.exec(argv, { env: this.state.environment(extra), workingDirectory: this.state.directory });
    } catch (error) {
      if (!(error instanceof ExecError)) throw error;
      this.#cannotStart(argv[0]!, error);
    }
  }

  #cannotStart(name: string, error: ExecError): void {
    this.complain(`${name}: ${error.reason === "not found" && name.includes("/") ? "No such file or directory" : error.reason}`);
    this.state.status = error.exitCode;
  }

  #start(argv: readonly string[], extra: ReadonlyMap<string, string>): Child | undefined {
    try {
      return this.process.spawn(argv, { ...this.#streams, env: this.state.environment(extra), workingDirectory: this.state.directory });
    } catch (error) {
      if (!(error instanceof ExecError)) throw error;
      this.#cannotStart(argv[0]!, error);
      return undefined;
    }
  }

  #context(extra: ReadonlyMap<string, string>): BuiltinContext {
    return { process: this.process, state: this.state, streams: this.#streams, traps: this.traps, expander: this.expander, extra, shell: this };
  }

  async #spend(cost: number): Promise<void> {
    this.#cost += cost;
    if (this.#cost < costPerMillisecond) return;
    const time = Math.floor(this.#cost / costPerMillisecond);
    this.#cost -= time * costPerMillisecond;
    await this.process.burnCpu(time);
  }
}

function isOneCommand([first, ...more]: Script): boolean {
  if (first === undefined || more.length > 0 || first.rest.length > 0 || first.background) return false;
  const [command, ...others] = first.first.commands;
  return others.length === 0 && command?.kind === "simple" && command.redirects.length === 0;
}
