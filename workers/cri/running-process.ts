import type { Bytes, Milliseconds } from "../base/units.ts";
import type { Connection } from "../network/connection.ts";
import type { DnsQuestion, DnsResponse } from "../network/dns-message.ts";
import type { HttpHandler, HttpResponse } from "../network/http.ts";
import type { DatagramHandler, Listener } from "../network/listener.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { NetworkError } from "../network/network-error.ts";
import type { Lookup } from "../network/resolver.ts";
import { clockWithin, type Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Random } from "../sim/random.ts";
import type { ContainerWorld } from "./container-world.ts";
import { defaultPath, findExecutable, which, type ExecContext } from "./executables.ts";
import { FileError, type FileSystem } from "./file-system.ts";
import { absolutePath } from "./path.ts";
import { ProcessFiles } from "./process-files.ts";
import { ProcessNetwork } from "./process-network.ts";
import type { BindOptions, Child, Process, ProcessListing, Program, RequestOptions, SpawnOptions, User } from "./process.ts";
import { exitCodeOf, terminatesByDefault, type Signal } from "./signal.ts";
import type { TextSink, TextSource } from "./text-stream.ts";

/** The standard streams, environment and so on that a process starts with. */
export interface StartOptions {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly stdin: TextSource;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly terminal: boolean;
}

/** What a process asks of the table it is in. */
export interface ProcessHost {
  readonly mainStdout: TextSink;
  readonly mainStderr: TextSink;
  startChild(parent: RunningProcess, argv: readonly string[], options: SpawnOptions): RunningProcess;
  signal(pid: number, signal: Signal): boolean;
  list(): readonly ProcessListing[];
  exited(process: RunningProcess): void;
  /** Kills the container when its memory is used up. */
  memoryChanged(): void;
}

/** The main process of a container gets only the signals it handles: the kernel protects an init. */
const initPid = 1;

/** A process of a container. */
export class RunningProcess implements Process {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: Milliseconds;
  readonly stdin: TextSource;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly terminal: boolean;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  readonly files: FileSystem;
  readonly #world: ContainerWorld;
  readonly #host: ProcessHost;
  readonly #sockets: ProcessNetwork;
  readonly #handlers = new Map<Signal, Set<() => void>>();
  readonly #waiters: ((code: number) => void)[] = [];
  readonly #cpuHolds = new Set<() => void>();
  #argv: readonly string[];
  #env: Readonly<Record<string, string>>;
  #directory: string;
  #exitCode: number | undefined;
  #memory: Bytes = 0;

  constructor(world: ContainerWorld, host: ProcessHost, identity: { readonly pid: number; readonly parent: number; readonly lifetime: Lifetime }, options: StartOptions) {
    this.#world = world;
    this.#host = host;
    this.pid = identity.pid;
    this.parent = identity.parent;
    this.lifetime = identity.lifetime;
    this.#argv = options.argv;
    this.#env = options.env;
    this.#directory = options.directory;
    this.stdin = { read: () => this.#guard(options.stdin.read()), unread: (text) => options.stdin.unread(text) };
    this.stdout = options.stdout;
    this.stderr = options.stderr;
    this.terminal = options.terminal;
    this.startedAt = world.clock.now();
    this.clock = clockWithin(world.clock, this.lifetime);
    this.#sockets = new ProcessNetwork(world.network, world.resolver, this.lifetime, this.clock);
    const { mainStdout, mainStderr } = host;
    this.files = new ProcessFiles(world.files, { stdout: this.stdout, stderr: this.stderr, mainStdout, mainStderr, processes: () => host.list() });
  }

  get argv(): readonly string[] {
    return this.#argv;
  }

  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  get workingDirectory(): string {
    return this.#directory;
  }

  get args(): readonly string[] {
    return this.#argv.slice(1);
  }

  get hostname(): string {
    return this.#world.hostname;
  }

  get user(): User {
    return this.#world.user;
  }

  get imageTag(): string {
    return this.#world.imageTag;
  }

  get declaredPorts(): readonly number[] {
    return this.#world.declaredPorts;
  }

  get memoryLimit(): Bytes | undefined {
    return this.#world.memoryLimit;
  }

  get random(): Random {
    return this.#world.random;
  }

  get network(): NetworkNamespace {
    return this.#world.network;
  }

  get memory(): Bytes {
    return this.#memory;
  }

  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Runs the program in this process, and ends the process with its exit code. */
  run(program: Program): void {
    this.#world.clock.spawn(async () => {
      try {
        const code = await program(this);
        this.exit(code);
      } catch (error) {
        this.#crash(error);
      }
    });
  }

  sleep(delay: Milliseconds): Promise<void> {
    return this.clock.sleep(delay, "background");
  }

  startUp(delay: Milliseconds): Promise<void> {
    return this.clock.sleep(delay, "foreground");
  }

  print(line: string): void {
    this.write(`${line}\n`);
  }

  printError(line: string): void {
    this.writeError(`${line}\n`);
  }

  /** Output into a pipe that nobody reads any more ends the writer, as SIGPIPE does. */
  write(text: string): void {
    if (this.lifetime.ended) return;
    if (!this.stdout.write(text)) this.deliver("PIPE");
  }

  writeError(text: string): void {
    if (!this.lifetime.ended) this.stderr.write(text);
  }

  onSignal(signal: Signal, handler: () => void): () => void {
    const handlers = this.#handlers.get(signal) ?? new Set();
    this.#handlers.set(signal, handlers);
    handlers.add(handler);
    return () => {
      handlers.delete(handler);
      if (handlers.size === 0) this.#handlers.delete(signal);
    };
  }

  /** Does to the process what the signal does; a main process has no default actions. */
  deliver(signal: Signal): void {
    if (this.lifetime.ended) return;
    const handlers = this.#handlers.get(signal);
    if (handlers !== undefined) for (const handler of handlers) handler();
    else if (this.pid !== initPid && terminatesByDefault(signal)) this.exit(exitCodeOf(signal));
  }

  exit(code: number): void {
    if (this.#exitCode !== undefined) return;
    this.#exitCode = code & 255;
    for (const release of this.#cpuHolds) release();
    this.#memory = 0;
    this.lifetime.end();
    this.#host.exited(this);
    for (const resolve of this.#waiters.splice(0)) resolve(this.#exitCode);
  }

  /** Resolves with the exit code. */
  exited(): Promise<number> {
    if (this.#exitCode !== undefined) return Promise.resolve(this.#exitCode);
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  forever(): Promise<never> {
    return new Promise(() => {});
  }

  path(name: string): string {
    return absolutePath(name, this.workingDirectory);
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): Child {
    const child = this.#host.startChild(this, argv, options);
    return { pid: child.pid, wait: () => this.#guard(child.exited()) };
  }

  exec(argv: readonly string[], { env = this.env, workingDirectory = this.workingDirectory }: Pick<SpawnOptions, "env" | "workingDirectory"> = {}): Promise<number> {
    const { program, argv: real } = findExecutable(argv, { ...this.execContext(env), directory: workingDirectory });
    this.#argv = real;
    this.#env = env;
    this.#directory = workingDirectory;
    this.#handlers.clear();
    return program(this);
  }

  which(name: string): string | undefined {
    return which(name, this.execContext(this.env));
  }

  /** Where this process looks for executables. */
  execContext(env: Readonly<Record<string, string>>): ExecContext {
    return { files: this.files, programs: this.#world.programs, searchPath: env["PATH"] ?? defaultPath, directory: this.workingDirectory };
  }

  kill(pid: number, signal: Signal): boolean {
    return this.#host.signal(pid, signal);
  }

  processes(): readonly ProcessListing[] {
    return this.#host.list();
  }

  serveHttp(port: number, handler: HttpHandler): Promise<void> {
    this.listenHttp(port, handler);
    return this.forever();
  }

  listenHttp(port: number, handler: HttpHandler, options?: BindOptions): Listener {
    return this.#sockets.listenHttp(port, handler, options);
  }

  listenTcp(port: number, accept: (connection: Connection) => void, options?: BindOptions): Listener {
    return this.#sockets.listenTcp(port, accept, options);
  }

  listenUdp(port: number, handler: DatagramHandler, options?: BindOptions): Listener {
    return this.#sockets.listenUdp(port, handler, options);
  }

  http(url: string, request: RequestOptions = {}): Promise<HttpResponse> {
    return this.#guard(this.#sockets.http(url, request));
  }

  connect(host: string, port: number, timeout?: Milliseconds): Promise<Connection> {
    return this.#guard(this.#sockets.connect(host, port, timeout));
  }

  resolve(name: string): Promise<readonly string[]> {
    return this.#guard(this.#world.resolver.resolve(name));
  }

  lookUp(name: string, type: DnsQuestion["type"]): Promise<Lookup> {
    return this.#guard(this.#world.resolver.lookUp(name, type));
  }

  askDns(server: string, question: DnsQuestion): Promise<DnsResponse> {
    return this.#guard(this.#world.resolver.askServer(server, question));
  }

  dnsServers(): readonly string[] {
    return this.#world.resolver.configuration().servers;
  }

  allocate(bytes: Bytes): Promise<void> {
    this.#memory += bytes;
    this.#host.memoryChanged();
    return this.lifetime.ended ? this.forever() : Promise.resolve();
  }

  free(bytes: Bytes): void {
    this.#memory = Math.max(0, this.#memory - bytes);
  }

  burnCpu(time: Milliseconds): Promise<void> {
    return this.sleep(this.#world.cpu.burn(time));
  }

  useCpu(processors: number): () => void {
    const release = this.#world.cpu.occupy(processors);
    this.#cpuHolds.add(release);
    return () => {
      this.#cpuHolds.delete(release);
      release();
    };
  }

  /** Passes results on while the process lives: a killed process's awaits never resume. */
  #guard<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => void (this.lifetime.ended || resolve(value)),
        (error: unknown) => void (this.lifetime.ended || reject(error as Error)),
      );
    });
  }

  /** What went wrong outside of the program ends it, as an uncaught exception does; a fault in the program itself stops the simulation. */
  #crash(error: unknown): void {
    if (this.lifetime.ended) return;
    if (!(error instanceof NetworkError) && !(error instanceof FileError)) throw error;
    this.printError(`${this.#argv[0]}: ${error.message}`);
    this.exit(1);
  }
}
