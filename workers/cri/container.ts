import { assert } from "../base/assert.ts";
import type { Bytes } from "../base/units.ts";
import { Resolver } from "../network/resolver.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import { ContainerFiles } from "./container-files.ts";
import { ContainerIo } from "./container-io.ts";
import { ContainerLog } from "./container-log.ts";
import type { ContainerWorld } from "./container-world.ts";
import { CpuAccount } from "./cpu-account.ts";
import { ExecError } from "./exec-error.ts";
import { defaultPath } from "./executables.ts";
import type { ImageContent } from "./image-content.ts";
import type { StoredImage } from "./image-store.ts";
import { ProcessTable, type ContainerExit } from "./process-table.ts";
import type { RunningProcess, StartOptions } from "./running-process.ts";
import { RuntimeError, type ContainerConfig, type ContainerStats, type ContainerStatus } from "./runtime.ts";
import type { Sandbox } from "./sandbox.ts";
import { exitCodeOf, parseSignal, type Signal } from "./signal.ts";

export interface ContainerOptions {
  readonly id: string;
  readonly sandbox: Sandbox;
  readonly config: ContainerConfig;
  readonly image: StoredImage;
  readonly content: ImageContent;
  readonly clock: Clock;
  readonly random: Random;
  /** Processors and memory of the machine, for containers without a limit. */
  readonly processors: number;
  /** Told of every change of state. */
  readonly changed: (container: Container) => void;
}

/** Exit code that containerd reports when the program could not be started. */
const startErrorCode = 128;

/** Exit code of a container whose machine went down under it. */
const unknownExitCode = 255;

/** One container: created once, started once, exited once. */
export class Container {
  readonly id: string;
  readonly config: ContainerConfig;
  readonly sandbox: Sandbox;
  readonly log: ContainerLog;
  readonly io: ContainerIo;
  readonly #options: ContainerOptions;
  readonly #world: ContainerWorld;
  readonly #cpu: CpuAccount;
  readonly #waiters: (() => void)[] = [];
  readonly #table: ProcessTable;
  #status: ContainerStatus;

  constructor(options: ContainerOptions) {
    const { id, config, sandbox, clock } = options;
    const now = () => clock.now();
    this.#options = options;
    this.id = id;
    this.config = config;
    this.sandbox = sandbox;
    this.log = new ContainerLog(now);
    this.io = new ContainerIo({ log: this.log, stdin: config.stdin, tty: config.tty, control: { interrupt: () => this.interrupt() } });
    this.#cpu = new CpuAccount(now, (config.resources.cpuLimitMillis ?? options.processors * 1000) / 1000);
    this.#world = this.#buildWorld();
    this.#table = new ProcessTable(this.#world, (exit) => this.#ended(exit));
    this.#status = Object.freeze(this.#initialStatus());
  }

  get status(): ContainerStatus {
    return this.#status;
  }

  get stats(): ContainerStats {
    return { cpuNanoCores: this.#cpu.nanoCores, cpuNanoSeconds: this.#cpu.nanoSeconds, memoryWorkingSet: this.#table.memory };
  }

  /** Starts the main process. Throws RuntimeError when there is no such executable. */
  start(): void {
    assert(this.#status.state === "Created", `container ${this.id} has been started already`);
    const startedAt = this.#world.clock.now();
    this.#change({ state: "Running", startedAt });
    try {
      this.#table.startMain(this.#startOptions());
    } catch (error) {
      if (!(error instanceof ExecError)) throw error;
      throw this.#startError(error);
    }
  }

  /** Starts one more process in a running container. Throws ExecError. */
  exec(options: Pick<StartOptions, "argv" | "stdin" | "stdout" | "stderr" | "terminal">): RunningProcess {
    const { env, directory } = this.#startOptions();
    return this.#table.startExec({ ...options, env: options.terminal ? { ...env, TERM: "xterm" } : env, directory });
  }

  get stopSignal(): Signal {
    return parseSignal(this.config.stopSignal ?? "") ?? this.#options.content.stopSignal;
  }

  signal(signal: Signal): void {
    this.#table.signalMain(signal);
  }

  /** Ends it as a fault would: a crash, with the exit code of that signal. */
  crash(signal: Signal): void {
    this.#table.killAll(exitCodeOf(signal));
  }

  /** The machine lost power. */
  lose(): void {
    if (this.#status.state !== "Running") return;
    this.#table.killAll(unknownExitCode);
    this.#change({ reason: "Unknown" });
  }

  /** Resolves when it has exited. */
  exited(): Promise<void> {
    if (this.#status.state !== "Running") return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #ended({ exitCode, outOfMemory }: ContainerExit): void {
    const reason = outOfMemory ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error";
    this.#change({ state: "Exited", exitCode, reason, finishedAt: this.#world.clock.now() });
    this.io.close(exitCode);
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #startError(error: ExecError): RuntimeError {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${error.message}: unknown`;
    this.#change({ state: "Exited", exitCode: startErrorCode, reason: "StartError", message, finishedAt: this.#world.clock.now() });
    this.io.close(startErrorCode);
    return new RuntimeError("StartError", message, startErrorCode);
  }

  #change(change: Partial<ContainerStatus>): void {
    this.#status = Object.freeze({ ...this.#status, ...change });
    this.#options.changed(this);
  }

  /** Ctrl-C at a terminal whose first process this is. */
  interrupt(pid = 1): void {
    this.#table.interrupt(pid);
  }

  #initialStatus(): ContainerStatus {
    const { id, sandbox, config, image, clock } = this.#options;
    const { status, remote } = image;
    const repository = `${remote.reference.registry}/${remote.reference.repository}`;
    return {
      id,
      sandboxId: sandbox.id,
      podUid: sandbox.config.pod.uid,
      name: config.name,
      attempt: config.attempt,
      image: status.name,
      imageId: `${repository}@${status.digest}`,
      state: "Created",
      createdAt: clock.now(),
    };
  }

  #buildWorld(): ContainerWorld {
    const { sandbox, config, content, clock, random, image } = this.#options;
    const mounts = [...config.mounts, ...sandbox.mounts(config.mounts)];
    const files = new ContainerFiles({ image: content.files, mounts, readOnlyRoot: config.security?.readOnlyRootFilesystem ?? false, now: () => clock.now() });
    const read = (path: string) => (files.exists(path) ? files.read(path) : "");
    return {
      clock,
      random,
      hostname: sandbox.config.hostname,
      files,
      programs: content.programs,
      network: sandbox.network,
      resolver: new Resolver(sandbox.network, { hosts: () => read("/etc/hosts"), resolvConf: () => read("/etc/resolv.conf") }),
      cpu: this.#cpu,
      memoryLimit: config.resources.memoryLimit,
      mainMemory: mainMemory(content.memory, random),
      user: this.#user(),
      imageTag: image.remote.reference.tag ?? "latest",
      declaredPorts: config.ports.filter(({ protocol }) => protocol === "TCP").map(({ containerPort }) => containerPort),
    };
  }

  #user(): ContainerWorld["user"] {
    const [uid = "0", gid] = (this.#options.content.user ?? "0").split(":");
    const { runAsUser, runAsGroup } = this.config.security ?? {};
    return { uid: runAsUser ?? (Number(uid) || 0), gid: runAsGroup ?? (Number(gid ?? "0") || 0) };
  }

  #startOptions(): StartOptions {
    const { content, sandbox } = this.#options;
    const { command, args, env, workingDirectory } = this.config;
    const own = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    return {
      argv: [...(command ?? content.entrypoint), ...(args ?? (command === undefined ? content.command : []))],
      env: { PATH: defaultPath, ...content.env, HOSTNAME: sandbox.config.hostname, ...own, HOME: own["HOME"] ?? content.env["HOME"] ?? "/root" },
      directory: workingDirectory ?? content.workingDirectory,
      stdin: this.io.stdin,
      stdout: this.io.stdout,
      stderr: this.io.stderr,
      terminal: this.io.tty,
    };
  }
}

/** No two containers of an image use exactly the same. */
function mainMemory(idle: Bytes, random: Random): Bytes {
  return Math.round(idle * (0.9 + random.next() * 0.2));
}
