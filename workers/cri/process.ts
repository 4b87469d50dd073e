import type { Bytes, Milliseconds } from "../base/units.ts";
import type { Connection } from "../network/connection.ts";
import type { DnsQuestion, DnsResponse } from "../network/dns-message.ts";
import type { Headers, HttpHandler, HttpResponse } from "../network/http.ts";
import type { DatagramHandler, Listener } from "../network/listener.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import type { Lookup } from "../network/resolver.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Random } from "../sim/random.ts";
import type { FileSystem } from "./file-system.ts";
import type { Signal } from "./signal.ts";
import type { TextSink, TextSource } from "./text-stream.ts";

/** A program: what an executable file of an image does. Resolves with the exit code. */
export type Program = (process: Process) => Promise<number>;

/**
 * A running process, as its program sees it. Awaits of a killed process never resume. A NetworkError
 * that a program does not catch ends it with exit code 1, as an uncaught exception would.
 */
export interface Process {
  readonly pid: number;
  readonly argv: readonly string[];
  /** argv without the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly workingDirectory: string;
  readonly user: User;
  /** Tag under which the image was pulled: what version to claim. */
  readonly imageTag: string;
  /** Ports that the container declares. */
  readonly declaredPorts: readonly number[];
  /** Free memory for the container: its limit, or the machine's memory. */
  readonly memoryLimit: Bytes | undefined;

  readonly clock: Clock;
  readonly random: Random;
  readonly lifetime: Lifetime;
  /** A pause in the course of work; "until settled" does not wait for it. */
  sleep(delay: Milliseconds): Promise<void>;
  /** Time that starting up or shutting down takes; "until settled" waits for it. */
  startUp(delay: Milliseconds): Promise<void>;

  print(line: string): void;
  printError(line: string): void;
  write(text: string): void;
  writeError(text: string): void;
  readonly stdin: TextSource;
  /** Where `write` goes, for programs that hand it to children. */
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Is standard input a terminal? */
  readonly terminal: boolean;

  /** Handles a signal instead of its default; returns how to stop. KILL and STOP cannot be handled. */
  onSignal(signal: Signal, handler: () => void): () => void;
  /** Ends the process. The caller's next await never returns. */
  exit(code: number): void;
  /** Never returns: for programs that serve until a signal or a client ends them. */
  forever(): Promise<never>;

  readonly files: FileSystem;
  /** An absolute path, from the working directory. */
  path(name: string): string;

  /** Starts a child. Throws ExecError when there is no such executable. */
  spawn(argv: readonly string[], options?: SpawnOptions): Child;
  /** Becomes another program. */
  exec(argv: readonly string[], options?: Pick<SpawnOptions, "env" | "workingDirectory">): Promise<number>;
  /** Where an executable lies, by PATH; undefined when there is none. */
  which(name: string): string | undefined;
  /** Sends a signal to a process of this container; false when there is none. */
  kill(pid: number, signal: Signal): boolean;
  /** Every process of this container, for `ps`. */
  processes(): readonly ProcessListing[];

  /** Serves HTTP until the process ends. */
  serveHttp(port: number, handler: HttpHandler): Promise<void>;
  /** Binds a port and goes on. */
  listenHttp(port: number, handler: HttpHandler, options?: BindOptions): Listener;
  listenTcp(port: number, accept: (connection: Connection) => void, options?: BindOptions): Listener;
  listenUdp(port: number, handler: DatagramHandler, options?: BindOptions): Listener;
  /** Fetches a URL; names go through DNS. Rejects with NetworkError. */
  http(url: string, request?: RequestOptions): Promise<HttpResponse>;
  /** Opens a TCP connection to a name or an address. Rejects with NetworkError. */
  connect(host: string, port: number, timeout?: Milliseconds): Promise<Connection>;
  /** Addresses of a name. Rejects with NetworkError. */
  resolve(name: string): Promise<readonly string[]>;
  /** Records of a name along the search list. Rejects with NetworkError. */
  lookUp(name: string, type: DnsQuestion["type"]): Promise<Lookup>;
  /** Asks one DNS server. Rejects with NetworkError. */
  askDns(server: string, question: DnsQuestion): Promise<DnsResponse>;
  /** Name servers of /etc/resolv.conf. */
  dnsServers(): readonly string[];
  /** The network namespace, for components that need sockets of their own. */
  readonly network: NetworkNamespace;

  /** Takes memory; beyond the limit the container is killed and this never returns. */
  allocate(bytes: Bytes): Promise<void>;
  free(bytes: Bytes): void;
  /** Needs this much time of one processor; takes longer when the container is throttled. */
  burnCpu(time: Milliseconds): Promise<void>;
  /** Keeps so many processors busy until the returned function is called. */
  useCpu(processors: number): () => void;
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface SpawnOptions {
  readonly stdin?: TextSource;
  readonly stdout?: TextSink;
  readonly stderr?: TextSink;
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Runs this instead of looking the executable up: a shell's subshell. */
  readonly program?: Program;
}

export interface Child {
  readonly pid: number;
  /** Resolves with the exit code. */
  wait(): Promise<number>;
}

export interface ProcessListing {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
  readonly user: User;
  readonly startedAt: Milliseconds;
}

export interface BindOptions {
  readonly tls?: boolean;
  readonly ip?: string;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string;
  readonly timeout?: Milliseconds;
}
