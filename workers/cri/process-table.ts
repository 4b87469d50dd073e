import { assert } from "../base/assert.ts";
import type { Bytes } from "../base/units.ts";
import { Lifetime } from "../sim/lifetime.ts";
import type { ContainerWorld } from "./container-world.ts";
import { findExecutable } from "./executables.ts";
import type { ProcessListing, SpawnOptions } from "./process.ts";
import { RunningProcess, type ProcessHost, type StartOptions } from "./running-process.ts";
import { exitCodeOf, type Signal } from "./signal.ts";
import { nullSink, type TextSink } from "./text-stream.ts";

/** How a container's main process ended. */
export interface ContainerExit {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
}

/** More processes than this are a fork bomb. */
const mostProcesses = 4096;

/** The processes of one container: a pid namespace with its memory cgroup. */
export class ProcessTable implements ProcessHost {
  readonly #world: ContainerWorld;
  readonly #processes = new Map<number, RunningProcess>();
  readonly #life = new Lifetime();
  readonly #onExit: (exit: ContainerExit) => void;
  #nextPid = 1;
  #main: RunningProcess | undefined;
  #outOfMemory = false;

  constructor(world: ContainerWorld, onExit: (exit: ContainerExit) => void) {
    this.#world = world;
    this.#onExit = onExit;
  }

  get mainStdout(): TextSink {
    return this.#main?.stdout ?? nullSink;
  }

  get mainStderr(): TextSink {
    return this.#main?.stderr ?? nullSink;
  }

  get running(): boolean {
    return this.#main !== undefined && this.#main.exitCode === undefined;
  }

  get memory(): Bytes {
    let sum = 0;
    for (const process of this.#processes.values()) sum += process.memory;
    return sum;
  }

  /** Starts the main process. Throws ExecError when there is nothing to start. */
  startMain(options: StartOptions): RunningProcess {
    assert(this.#main === undefined, "a container has one main process");
    const process = this.#create(0, options);
    this.#main = process;
    this.#launch(process, options.argv, this.#world.mainMemory);
    return process;
  }

  /** Starts a process from outside, as `kubectl exec` does. Throws ExecError. */
  startExec(options: StartOptions): RunningProcess {
    const process = this.#create(0, options);
    this.#launch(process, options.argv, 0);
    return process;
  }

  startChild(parent: RunningProcess, argv: readonly string[], options: SpawnOptions): RunningProcess {
    const child = this.#create(parent.pid, {
      argv,
      env: options.env ?? parent.env,
      directory: options.workingDirectory ?? parent.workingDirectory,
      stdin: options.stdin ?? parent.stdin,
      stdout: options.stdout ?? parent.stdout,
      stderr: options.stderr ?? parent.stderr,
      terminal: parent.terminal && options.stdin === undefined,
    });
    if (options.program === undefined) this.#launch(child, argv, 0);
    else this.#register(child).run(options.program);
    return child;
  }

  /** From inside: the main process is protected against everything that it does not handle. */
  signal(pid: number, signal: Signal): boolean {
    const process = this.#processes.get(pid);
    if (process === undefined) return false;
    if (signal !== "KILL") process.deliver(signal);
    else if (pid !== 1) process.exit(exitCodeOf("KILL"));
    return true;
  }

  /** From the container runtime: KILL ends everything at once. */
  signalMain(signal: Signal): void {
    if (signal === "KILL") this.killAll();
    else this.#main?.deliver(signal);
  }

  /** Ctrl-C at the container's own terminal: every process in front of it is told. */
  interrupt(root = 1): void {
    for (const process of this.#family(root)) process.deliver("INT");
  }

  /** The process that is pid 1 dies of a fault (a crash from outside): no handler runs. */
  killAll(exitCode = exitCodeOf("KILL")): void {
    this.#main?.exit(exitCode);
  }

  list(): readonly ProcessListing[] {
    return [...this.#processes.values()].map(({ pid, parent, argv, user, startedAt }) => ({ pid, parent, argv, user, startedAt }));
  }

  exited(process: RunningProcess): void {
    this.#processes.delete(process.pid);
    if (process !== this.#main) return;
    for (const other of this.#processes.values()) other.exit(exitCodeOf("KILL"));
    this.#life.end();
    this.#world.cpu.stop();
    this.#onExit({ exitCode: process.exitCode!, outOfMemory: this.#outOfMemory });
  }

  /** Above its limit the whole cgroup is killed (memory.oom.group). */
  memoryChanged(): void {
    const { memoryLimit } = this.#world;
    if (memoryLimit === undefined || this.memory <= memoryLimit) return;
    this.#outOfMemory = true;
    this.killAll();
  }

  /** A process and everything that descends from it, the youngest first. */
  #family(root: number): readonly RunningProcess[] {
    const members = new Set([root]);
    for (const { pid, parent } of this.#processes.values()) if (members.has(parent)) members.add(pid);
    return [...this.#processes.values()].filter(({ pid }) => members.has(pid)).toReversed();
  }

  #create(parent: number, options: StartOptions): RunningProcess {
    assert(this.#processes.size < mostProcesses, "too many processes in one container");
    return new RunningProcess(this.#world, this, { pid: this.#nextPid, parent, lifetime: this.#life.child() }, options);
  }

  #launch(process: RunningProcess, argv: readonly string[], memory: Bytes): void {
    const { program, argv: real } = findExecutable(argv, process.execContext(process.env));
    this.#register(process);
    if (memory > 0) void process.allocate(memory);
    // Its idle size alone may be above the limit.
    if (process.lifetime.ended) return;
    if (real !== argv) process.run((self) => self.exec(real));
    else process.run(program);
  }

  #register(process: RunningProcess): RunningProcess {
    this.#nextPid++;
    this.#processes.set(process.pid, process);
    return process;
  }
}
