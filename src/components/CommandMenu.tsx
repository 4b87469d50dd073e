import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import type { Command, CommandGroup } from "../lib/command.ts";
import type { Target } from "../lib/object-key.ts";
import { useCommands } from "./Command.tsx";
import { Kbd } from "./Kbd.tsx";
import "./menu.css";

interface Props {
  readonly target: Target | undefined;
  readonly groups: readonly CommandGroup[];
  /** The element the menu hangs from. */
  readonly children: ReactNode;
  readonly title?: string;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/** What can be done to one object, as a menu; each entry shows the kubectl command for the same. */
export function CommandMenu({ target, groups, children, title, open, onOpenChange }: Props) {
  const { all } = useCommands();
  const parts = groups.map((group) => all.filter((command) => command.group === group && command.applies(target))).filter((part) => part.length > 0);
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4} collisionPadding={8} loop>
          {title !== undefined && <DropdownMenu.Label className="menu-title">{title}</DropdownMenu.Label>}
          {parts.map((part, index) => (
            <DropdownMenu.Group key={part[0]?.id}>
              {index > 0 && <DropdownMenu.Separator className="menu-line" />}
              {part.map((command) => (
                <Item key={command.id} command={command} target={target} />
              ))}
            </DropdownMenu.Group>
          ))}
          {parts.length === 0 && <DropdownMenu.Label className="menu-title">Nothing can be done to this object here</DropdownMenu.Label>}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ command, target }: { readonly command: Command; readonly target: Target | undefined }) {
  const commands = useCommands();
  const Icon = command.icon;
  const kubectl = command.kubectl?.(target);
  return (
    <DropdownMenu.Item className={`menu-item ${command.harmful === true ? "menu-harm" : ""}`} onSelect={() => commands.run(command, target)}>
      <Icon size={15} aria-hidden />
      <span className="menu-words">
        {command.title(target)}
        {kubectl !== undefined && <code className="menu-kubectl">{kubectl}</code>}
      </span>
      {command.shortcut !== undefined && <Kbd shortcut={command.shortcut} />}
    </DropdownMenu.Item>
  );
}
