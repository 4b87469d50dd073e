import type { ComponentType } from "react";
import type { Target } from "./object-key.ts";

export type CommandGroup = "Break" | "Change" | "Look" | "Time" | "Session" | "View";

/**
 * One thing a person can do. The same value stands behind the button, the key, the menu entry and
 * the line of the palette, so that they can never disagree.
 */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly icon: ComponentType<{ readonly size?: number | string; readonly "aria-hidden"?: boolean }>;
  /** As in `shortcutMatches`: "x", "Space", "Mod+k". */
  readonly shortcut?: string;
  /** Drawn as something that does harm. */
  readonly harmful?: boolean;
  title(target: Target | undefined): string;
  /** Does it make sense for this object, or without one? */
  applies(target: Target | undefined): boolean;
  /** The kubectl command that would do the same, where there is one. */
  kubectl?(target: Target | undefined): string | undefined;
  run(target: Target | undefined): void | Promise<void>;
}
