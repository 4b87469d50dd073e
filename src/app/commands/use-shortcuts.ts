import { useEffect } from "react";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import type { Commands } from "../../components/Command.tsx";
import { needsGraphFocus, shortcutMatches } from "../../lib/shortcut.ts";

/** Runs commands by their keys. Keys without Ctrl or ⌘ count only where nobody types. */
export function useShortcuts(store: ClusterStore, commands: Commands): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const typing = event.key === "Escape" ? takesEscape(event.target) : takesKeys(event.target);
      const { selection } = store.getState();
      for (const command of commands.all) {
        const { shortcut } = command;
        if (shortcut === undefined || !shortcutMatches(shortcut, event)) continue;
        if ((typing && needsGraphFocus(shortcut)) || !command.applies(selection)) continue;
        event.preventDefault();
        commands.run(command, selection);
        return;
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [store, commands]);
}

/** Does a plain key mean something to what has the focus? Buttons and tabs take Space and arrows. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target === document.body || target.getAttribute("role") === "tree") return false;
  return target.closest('input, textarea, select, button, a, [contenteditable="true"], [role="tab"], [role="slider"], [role="menu"], [role="dialog"], .monaco-editor, .xterm') !== null;
}

/** Escape means something in a field or a menu of its own; anywhere else it closes what is open. */
function takesEscape(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [role="menu"], [role="dialog"], .monaco-editor, .xterm') !== null;
}
