/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * Is this the shortcut? "Mod" is Ctrl or ⌘; a single letter is meant without modifiers. Shift counts
 * only for letters, since on many keyboards "?" and "+" need it anyway.
 */
export function shortcutMatches(shortcut: string, press: KeyPress): boolean {
  const parts = shortcut.split("+").filter((part) => part !== "");
  const key = shortcut.endsWith("+") ? "+" : (parts.at(-1) ?? "");
  const mod = parts.includes("Mod") && key !== "Mod";
  const shift = parts.includes("Shift");
  if (press.altKey || mod !== (press.ctrlKey || press.metaKey)) return false;
  if (/^[a-z]$/i.test(key) && shift !== press.shiftKey) return false;
  return nameOf(press.key) === key.toLowerCase();
}

/** Shortcuts without Ctrl or ⌘ must not fire while somebody types. */
export const needsGraphFocus = (shortcut: string) => !shortcut.startsWith("Mod+") && !/^F\d+$/.test(shortcut);

/** For people: "Mod+k" is "⌘K" on a Mac and "Ctrl K" elsewhere. */
export function shortcutLabel(shortcut: string, apple: boolean): string {
  if (shortcut === "+") return "+";
  return shortcut
    .split("+")
    .map((part) => labels(apple)[part] ?? (part.length === 1 && shortcut.includes("+") ? part.toUpperCase() : part))
    .join(apple ? "" : " ");
}

const labels = (apple: boolean): Readonly<Record<string, string>> =>
  apple ? { Mod: "⌘", Shift: "⇧", Enter: "↵", Delete: "⌫" } : { Mod: "Ctrl", Enter: "Enter", Delete: "Del" };

const nameOf = (key: string) => (key === " " ? "space" : key.toLowerCase());
