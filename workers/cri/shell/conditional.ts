import type { Process } from "../process.ts";
import type { Expander } from "./expander.ts";
import type { ShellState } from "./state.ts";
import type { Word } from "./syntax.ts";
import { evaluateTest } from "./test-command.ts";

interface Conditional {
  readonly process: Process;
  readonly state: ShellState;
  readonly expander: Expander;
}

/** [[ … ]]: no splitting, and the right side of = is a pattern. */
export async function conditional(words: readonly Word[], { process, state, expander }: Conditional): Promise<boolean> {
  const texts: string[] = [];
  for (const word of words) {
    const isRight = ["=", "==", "!="].includes(texts.at(-1) ?? "");
    texts.push(isRight ? await expander.pattern(word) : await expander.text(word));
  }
  return evaluateTest(texts, {
    files: process.files,
    directory: state.directory,
    terminal: process.terminal,
    isSet: (name) => state.variables.has(name),
    extended: true,
    matched: (groups) => state.set("BASH_REMATCH", groups),
  });
}
