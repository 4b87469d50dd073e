import type { Expander } from "./expander.ts";
import type { ShellState } from "./state.ts";
import type { Assignment, Word } from "./syntax.ts";

/** NAME=value, NAME+=value, NAME[index]=value, NAME=(items). */
export async function assign(state: ShellState, expander: Expander, { name, index, append, value, isArray }: Assignment): Promise<void> {
  const old = state.variables.get(name);
  if (isArray) {
    const items = await expander.fields(value as readonly Word[]);
    return state.set(name, append && Array.isArray(old) ? [...(old as readonly string[]), ...items] : items);
  }
  const text = await expander.text(value as Word);
  if (index === undefined) return state.set(name, append ? `${state.get(name) ?? ""}${text}` : text);
  const list = typeof old === "string" ? [old] : [...(old ?? [])];
  list[await expander.arithmetic(index)] = text;
  state.set(name, Array.from(list, (item) => item ?? ""));
}

/** NAME=value before a command holds for that command only. */
export async function temporary(expander: Expander, assignments: readonly Assignment[]): Promise<ReadonlyMap<string, string>> {
  const extra = new Map<string, string>();
  for (const { name, value } of assignments) extra.set(name, await expander.text(value as Word));
  return extra;
}
