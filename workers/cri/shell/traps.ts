import type { Process } from "../process.ts";
import { parseSignal } from "../signal.ts";
import { parseScript } from "./parser.ts";
import { ShellFault, type ShellState } from "./state.ts";
import type { Script } from "./syntax.ts";

/** What a shell does on signals: remembered when they come, run between two commands. */
export class Traps {
  readonly #process: Process;
  readonly #state: ShellState;
  readonly #actions = new Map<string, Script>();
  readonly #forget = new Map<string, () => void>();
  readonly #pending: string[] = [];
  readonly #sleepers = new Set<() => void>();

  constructor(process: Process, state: ShellState) {
    this.#process = process;
    this.#state = state;
  }

  /** `trap ACTION NAME`: "-" restores the default, "" ignores the signal. Throws ShellFault. */
  set(name: string, action: string): void {
    const key = trapName(name);
    this.#forget.get(key)?.();
    this.#forget.delete(key);
    this.#actions.delete(key);
    this.#state.traps.delete(key);
    if (action === "-") return;
    this.#state.traps.set(key, action);
    this.#actions.set(key, parseScript(action));
    const signal = parseSignal(key);
    if (signal === undefined) return;
    this.#forget.set(key, this.#process.onSignal(signal, () => this.#arrived(key)));
  }

  /** The action of a signal that has come, if one has. */
  takePending(): Script | undefined {
    const key = this.#pending.shift();
    return key === undefined ? undefined : this.#actions.get(key);
  }

  takeExit(): Script | undefined {
    const action = this.#actions.get("EXIT");
    this.#actions.delete("EXIT");
    return action;
  }

  /** Resolves with the work, or with undefined as soon as a trapped signal comes. */
  interruptible<T>(work: Promise<T>): Promise<T | undefined> {
    if (this.#pending.length > 0) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const wake = () => resolve(undefined);
      this.#sleepers.add(wake);
      work.then(resolve, reject).finally(() => this.#sleepers.delete(wake));
    });
  }

  #arrived(key: string): void {
    if ((this.#state.traps.get(key) ?? "") === "") return;
    this.#pending.push(key);
    for (const wake of this.#sleepers) wake();
    this.#sleepers.clear();
  }
}

function trapName(name: string): string {
  const upper = name.toUpperCase().replace(/^SIG/, "");
  if (upper === "0" || upper === "EXIT") return "EXIT";
  if (upper === "ERR" || upper === "DEBUG" || upper === "RETURN") throw new ShellFault(`trap: ${name}: this trap is not supported here`, 1);
  const signal = parseSignal(name);
  if (signal === undefined) throw new ShellFault(`trap: ${name}: invalid signal specification`, 1);
  return signal;
}
