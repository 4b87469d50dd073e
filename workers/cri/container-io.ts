import type { ContainerLog } from "./container-log.ts";
import type { ExecOutput } from "./runtime.ts";
import { Terminal, type TerminalControl } from "./terminal.ts";
import { emptySource, Pipe, type TextSink, type TextSource } from "./text-stream.ts";

export interface IoOptions {
  readonly log: ContainerLog;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly control: TerminalControl;
}

/** The standard streams of a container's main process: everything goes to the log and to whoever is attached. */
export class ContainerIo {
  readonly #log: ContainerLog;
  readonly #attached = new Set<ExecOutput>();
  readonly #terminal: Terminal | undefined;
  readonly #stdin: Pipe | undefined;

  constructor({ log, stdin, tty, control }: IoOptions) {
    this.#log = log;
    this.#terminal = tty ? new Terminal((text) => this.#emit("stdout", text), control) : undefined;
    this.#stdin = stdin && !tty ? new Pipe() : undefined;
  }

  get tty(): boolean {
    return this.#terminal !== undefined;
  }

  get stdin(): TextSource {
    return this.#terminal?.stdin ?? this.#stdin ?? emptySource;
  }

  get stdout(): TextSink {
    return this.#terminal?.output ?? this.#sink("stdout");
  }

  get stderr(): TextSink {
    return this.#terminal?.output ?? this.#sink("stderr");
  }

  /** Lets somebody watch; the returned function stops that. */
  attach(output: ExecOutput): () => void {
    this.#attached.add(output);
    return () => this.#attached.delete(output);
  }

  type(text: string): void {
    if (this.#terminal !== undefined) this.#terminal.type(text);
    else this.#stdin?.write(text);
  }

  endStdin(): void {
    this.#stdin?.end();
  }

  /** The container has ended. */
  close(exitCode: number): void {
    this.#log.close();
    for (const output of this.#attached) output.exit(exitCode);
    this.#attached.clear();
  }

  #sink(stream: "stdout" | "stderr"): TextSink {
    return {
      write: (text) => {
        this.#emit(stream, text);
        return true;
      },
    };
  }

  #emit(stream: "stdout" | "stderr", text: string): void {
    this.#log.sink(stream).write(text);
    for (const output of this.#attached) output[stream](text);
  }
}
