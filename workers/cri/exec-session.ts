import type { Milliseconds } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import type { Container } from "./container.ts";
import { ExecError } from "./exec-error.ts";
import type { RunningProcess } from "./running-process.ts";
import { RuntimeError, type ExecOptions, type ExecOutput, type ExecResult, type ExecSession } from "./runtime.ts";
import { exitCodeOf } from "./signal.ts";
import { Terminal } from "./terminal.ts";
import { emptySource, Pipe, TextBuffer, type TextSink } from "./text-stream.ts";

/** Runs a command in a container to its end, as exec probes and hooks do. Rejects with RuntimeError when it cannot start. */
export function runExecSync(container: Container, command: readonly string[], timeout: Milliseconds, clock: Clock): Promise<ExecResult> {
  const stdout = new TextBuffer();
  const stderr = new TextBuffer();
  const process = start(container, { argv: command, stdin: emptySource, stdout, stderr, terminal: false });
  return new Promise((resolve) => {
    let timedOut = false;
    const timer = timeout > 0 ? clock.after(timeout, expire, "background") : undefined;
    function expire() {
      timedOut = true;
      process.exit(exitCodeOf("KILL"));
    }
    clock.spawn(async () => {
      const exitCode = await process.exited();
      timer?.cancel();
      resolve({ exitCode, stdout: stdout.text, stderr: stderr.text, ...(timedOut ? { timedOut } : {}) });
    });
  });
}

/** Runs a command with its streams connected to a client. Throws RuntimeError when it cannot start. */
export function startExec(container: Container, options: ExecOptions, output: ExecOutput, clock: Clock): ExecSession {
  return options.tty ? execInTerminal(container, options, output, clock) : execPiped(container, options, output, clock);
}

/** Connects a client to the container's main process. */
export function attachTo(container: Container, options: ExecOptions, output: ExecOutput): ExecSession {
  const detach = container.io.attach({
    stdout: (text) => void (options.stdout && output.stdout(text)),
    stderr: (text) => void (options.stderr && output.stderr(text)),
    exit: (code) => output.exit(code),
  });
  return {
    stdin: (text) => void (options.stdin && container.io.type(text)),
    endStdin: () => void (options.stdin && container.io.endStdin()),
    resize() {},
    close: detach,
  };
}

function execInTerminal(container: Container, { command }: ExecOptions, output: ExecOutput, clock: Clock): ExecSession {
  const terminal = new Terminal((text) => output.stdout(text), { interrupt: () => container.interrupt(process.pid) });
  const process = start(container, { argv: command, stdin: terminal.stdin, stdout: terminal.output, stderr: terminal.output, terminal: true });
  tellExit(process, output, clock);
  return {
    stdin: (text) => terminal.type(text),
    endStdin: () => terminal.input.end(),
    resize() {},
    close: () => process.deliver("HUP"),
  };
}

function execPiped(container: Container, options: ExecOptions, output: ExecOutput, clock: Clock): ExecSession {
  const stdin = options.stdin ? new Pipe() : undefined;
  let open = true;
  const sink = (wanted: boolean, send: (text: string) => void): TextSink => ({
    write(text) {
      if (wanted && open) send(text);
      return open;
    },
  });
  const process = start(container, {
    argv: options.command,
    stdin: stdin ?? emptySource,
    stdout: sink(options.stdout, (text) => output.stdout(text)),
    stderr: sink(options.stderr, (text) => output.stderr(text)),
    terminal: false,
  });
  tellExit(process, output, clock);
  return {
    stdin: (text) => void stdin?.write(text),
    endStdin: () => stdin?.end(),
    resize() {},
    close() {
      open = false;
      stdin?.end();
    },
  };
}

function tellExit(process: RunningProcess, output: ExecOutput, clock: Clock): void {
  clock.spawn(async () => output.exit(await process.exited()));
}

function start(container: Container, options: Parameters<Container["exec"]>[0]): RunningProcess {
  try {
    return container.exec(options);
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    throw new RuntimeError("Unknown", `failed to exec in container: failed to start exec ${JSON.stringify(container.id)}: OCI runtime exec failed: exec failed: unable to start container process: ${error.message}: unknown`, error.exitCode);
  }
}
