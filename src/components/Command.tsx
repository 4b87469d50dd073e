import { createContext, use, type ReactNode } from "react";
import type { Command } from "../lib/command.ts";
import type { Target } from "../lib/object-key.ts";
import { Button, IconButton } from "./Button.tsx";

/** All that can be done, by id. */
export interface Commands {
  readonly all: readonly Command[];
  readonly get: (id: string) => Command | undefined;
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

interface Props {
  readonly id: string;
  readonly target?: Target;
  readonly look?: "plain" | "quiet" | "primary" | "harm";
  readonly iconOnly?: boolean;
  readonly small?: boolean;
  /** Words for a place where the command's own title would be too long. */
  readonly text?: string;
  readonly pressed?: boolean;
}

/** A button for a command. It is absent where the command does not apply. */
export function CommandButton({ id, target, look, iconOnly = false, small = false, text, pressed }: Props) {
  const commands = useCommands();
  const command = commands.get(id);
  if (command === undefined || !command.applies(target)) return null;
  const title = command.title(target);
  const Icon = command.icon;
  const run = () => commands.run(command, target);
  const hint = command.shortcut === undefined ? title : `${title} (${command.shortcut})`;
  if (iconOnly) {
    return (
      <IconButton label={title} title={hint} look={look ?? "quiet"} small={small} onClick={run} aria-pressed={pressed}>
        <Icon size={15} aria-hidden />
      </IconButton>
    );
  }
  return (
    <Button look={look ?? (command.harmful === true ? "harm" : "plain")} small={small} onClick={run} title={hint} aria-pressed={pressed}>
      <Icon size={14} aria-hidden />
      {text ?? title}
    </Button>
  );
}
