import { createContext, use, useSyncExternalStore, type ReactNode } from "react";
import type { Command } from "../lib/command.ts";
import type { Target } from "../lib/object-key.ts";
import { Button, IconButton } from "./Button.tsx";

/** All that can be done, by id. */
export interface Commands {
  readonly all: readonly Command[];
  readonly get: (id: string) => Command | undefined;
  /** Called whenever something has changed on which it may depend what applies. */
  readonly subscribe: (changed: () => void) => () => void;
  /** Runs it, and tells the person if it fails. */
  readonly run: (command: Command, target: Target | undefined) => void;
}

const CommandsContext = createContext<Commands | undefined>(undefined);

export function CommandsProvider({ commands, children }: { readonly commands: Commands; readonly children: ReactNode }) {
  return <CommandsContext value={commands}>{children}</CommandsContext>;
}

/** The commands of this page. */
export function useCommands(): Commands {
  const commands = use(CommandsContext);
  if (commands === undefined) throw new Error("A panel needs a CommandsProvider above it");
  return commands;
}

/** What a command is called for a target at the moment; undefined where it does not apply. */
export function useCommandTitle(command: Command | undefined, target: Target | undefined): string | undefined {
  const { subscribe } = useCommands();
  return useSyncExternalStore(subscribe, () => (command?.applies(target) === true ? command.title(target) : undefined));
}

interface Props {
  readonly id: string;
  readonly target?: Target;
  readonly look?: "plain" | "quiet" | "primary" | "harm";
  readonly iconOnly?: boolean;
  readonly small?: boolean;
  /** Words for a place where the command's own title would be too long. */
  readonly text?: string;
  readonly pressed?: boolean;
  /** Stay, but disabled, where the command does not apply; else the button is absent there. */
  readonly stays?: boolean;
}

/** A button for a command. */
export function CommandButton({ id, target, look, iconOnly = false, small = false, text, pressed, stays = false }: Props) {
  const commands = useCommands();
  const command = commands.get(id);
  const applies = useCommandTitle(command, target);
  if (command === undefined || (applies === undefined && !stays)) return null;
  const title = applies ?? command.title(target);
  const disabled = applies === undefined;
  const Icon = command.icon;
  const run = () => commands.run(command, target);
  const hint = command.shortcut === undefined ? title : `${title} (${command.shortcut})`;
  if (iconOnly) {
    return (
      <IconButton label={title} title={hint} look={look ?? "quiet"} small={small} onClick={run} disabled={disabled} aria-pressed={pressed}>
        <Icon size={15} aria-hidden />
      </IconButton>
    );
  }
  return (
    <Button look={look ?? (command.harmful === true ? "harm" : "plain")} small={small} onClick={run} disabled={disabled} title={hint} aria-pressed={pressed}>
      <Icon size={14} aria-hidden />
      {text ?? title}
    </Button>
  );
}
