import { Command as Cmdk } from "cmdk";
import { Box } from "lucide-react";
import { useMemo, useState } from "react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { useCommands } from "../../components/Command.tsx";
import { Kbd } from "../../components/Kbd.tsx";
import { StateGlyph } from "../../components/StateGlyph.tsx";
import type { Command, CommandGroup } from "../../lib/command.ts";
import type { Target } from "../../lib/object-key.ts";
import { kindOf } from "../../lib/resources.ts";
import { ui, useUi } from "../ui-store.ts";
import { matchScore } from "./match-score.ts";
import { paletteObjects } from "./palette-objects.ts";
import "./palette.css";

/** Everything that can be done or gone to, found by typing. */
export function Palette() {
  const mode = useUi((state) => state.palette);
  const close = () => ui.setState({ palette: "closed" });
  return (
    <Cmdk.Dialog open={mode !== "closed"} onOpenChange={(open) => !open && close()} label="Find a command or object" className="palette" overlayClassName="palette-overlay" filter={matchScore} loop>
      {mode !== "closed" && <Content objectsOnly={mode === "objects"} close={close} />}
    </Cmdk.Dialog>
  );
}

const groups: readonly CommandGroup[] = ["Break", "Change", "Look", "Session", "Time", "View"];

function Content({ objectsOnly, close }: { readonly objectsOnly: boolean; readonly close: () => void }) {
  const { all } = useCommands();
  const selection = useCluster((state) => state.selection);
  const [words, setWords] = useState("");
  const offers = objectsOnly ? [] : all.filter(({ id }) => id !== "view.palette").flatMap((command) => offer(command, selection));
  return (
    <>
      <Cmdk.Input className="palette-input" placeholder={objectsOnly ? "Jump to an object…" : "Type a command, or the name of an object…"} value={words} onValueChange={setWords} />
      <Cmdk.List className="palette-list">
        <Cmdk.Empty className="palette-empty">Nothing matches.</Cmdk.Empty>
        {groups.map((group) => {
          const items = offers.filter(({ command }) => command.group === group);
          return items.length === 0 ? null : (
            <Cmdk.Group key={group} heading={group} className="palette-group">
              {items.map((item) => (
                <CommandItem key={item.command.id} {...item} close={close} />
              ))}
            </Cmdk.Group>
          );
        })}
        {(objectsOnly || words.length > 1) && <Objects close={close} />}
      </Cmdk.List>
    </>
  );
}

interface Offer {
  readonly command: Command;
  readonly target: Target | undefined;
}

/** For what is selected if it makes sense there, else on its own. */
function offer(command: Command, selection: Target | undefined): readonly Offer[] {
  if (command.applies(selection)) return [{ command, target: selection }];
  return selection !== undefined && command.applies(undefined) ? [{ command, target: undefined }] : [];
}

function CommandItem({ command, target, close }: Offer & { readonly close: () => void }) {
  const commands = useCommands();
  const Icon = command.icon;
  const kubectl = command.kubectl?.(target);
  const about = target !== undefined && ["Break", "Change", "Look"].includes(command.group) ? target.key.slice(target.key.indexOf("/") + 1) : undefined;
  const run = () => {
    close();
    // After the dialog has given the focus back, or it would take it from whatever the command opens.
    requestAnimationFrame(() => commands.run(command, target));
  };
  return (
    <Cmdk.Item className="palette-item" value={`${command.title(target)}  ${command.id}`} keywords={kubectl === undefined ? [] : [kubectl]} onSelect={run}>
      <Icon size={15} aria-hidden />
      <span className="palette-title">
        {command.title(target)} {about !== undefined && <span className="palette-about">{about}</span>}
      </span>
      {kubectl !== undefined && <code className="palette-kubectl">{kubectl}</code>}
      {command.shortcut !== undefined && <Kbd shortcut={command.shortcut} />}
    </Cmdk.Item>
  );
}

function Objects({ close }: { readonly close: () => void }) {
  const store = useClusterStore();
  const index = useCluster((state) => state.objects);
  const objects = useMemo(() => paletteObjects(index), [index]);
  return (
    <Cmdk.Group heading="Objects" className="palette-group">
      {objects.map(({ resource, key, pod }) => (
        <Cmdk.Item
          key={`${resource}:${key}`}
          className="palette-item"
          value={`${resource}:${key}`}
          onSelect={() => {
            close();
            store.getState().select({ resource, key });
          }}
        >
          {pod === undefined ? <Box size={15} aria-hidden /> : <StateGlyph state={pod.state} size={15} />}
          <span className="palette-title">{key}</span>
          <span className="palette-about">{kindOf(resource)}</span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}
