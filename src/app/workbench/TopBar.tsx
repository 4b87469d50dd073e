import { ChevronDown, Search, Share2 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Button } from "../../components/Button.tsx";
import { CommandButton, useCommands } from "../../components/Command.tsx";
import { Kbd } from "../../components/Kbd.tsx";
import { scenarios } from "../scenarios/scenarios.ts";
import { startScenario } from "../start.ts";
import { ui } from "../ui-store.ts";
import { Brand } from "./Brand.tsx";
import "./top-bar.css";

/** 44 pixels: where one is, and what concerns the whole session. */
export function TopBar({ narrow }: { readonly narrow: boolean }) {
  return (
    <header className="top-bar" data-region>
      <h1 className="top-bar-title">
        <Brand />
      </h1>
      <ScenarioMenu />
      <span className="top-bar-space" />
      <Button className="top-bar-find" onClick={() => ui.setState({ palette: "commands" })} aria-label="Find a command or object">
        <Search size={14} aria-hidden />
        {!narrow && (
          <>
            <span className="top-bar-find-text">Find a command or object</span>
            <Kbd shortcut="Mod+k" />
          </>
        )}
      </Button>
      <ShareMenu narrow={narrow} />
      <CommandButton id="view.theme" iconOnly />
      {!narrow && <CommandButton id="view.help" iconOnly />}
    </header>
  );
}

function ScenarioMenu() {
  const store = useClusterStore();
  const seed = useCluster(({ scenario }) => scenario);
  const current = scenarios.find(({ settings }) => settings.seed === seed);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button look="quiet">
          {current?.title ?? "Your manifest"} <ChevronDown size={13} aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Label className="menu-title">Start over with</DropdownMenu.Label>
          {scenarios.map((scenario) => (
            <DropdownMenu.Item key={scenario.id} className="menu-item" onSelect={() => void startScenario(store, scenario)}>
              <span className="menu-words">
                {scenario.title}
                <span className="menu-about">{scenario.about}</span>
              </span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const shareCommands = ["session.share", "session.embed", "session.download"];

function ShareMenu({ narrow }: { readonly narrow: boolean }) {
  const commands = useCommands();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button look="quiet" aria-label="Share">
          <Share2 size={14} aria-hidden /> {!narrow && "Share"}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {shareCommands.flatMap((id) => commands.get(id) ?? []).map((command) => (
            <DropdownMenu.Item key={command.id} className="menu-item" disabled={!command.applies(undefined)} onSelect={() => commands.run(command, undefined)}>
              <command.icon size={15} aria-hidden />
              <span className="menu-words">{command.title(undefined)}</span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
