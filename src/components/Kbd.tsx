import { shortcutLabel } from "../lib/shortcut.ts";
import "./kbd.css";

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A key, or keys, as this person's keyboard names them. */
export function Kbd({ shortcut }: { readonly shortcut: string }) {
  return <kbd className="kbd">{shortcutLabel(shortcut, apple)}</kbd>;
}
