import { useCommands } from "../../components/Command.tsx";
import { Kbd } from "../../components/Kbd.tsx";
import { StateGlyph } from "../../components/StateGlyph.tsx";
import type { CommandGroup } from "../../lib/command.ts";
import { stateWords } from "../../lib/state-glyph.ts";
import type { PodState } from "../../../workers/protocol/pod-summary.ts";
import { ui, useUi } from "../ui-store.ts";
import { Dialog } from "./Dialog.tsx";

const groups: readonly CommandGroup[] = ["Look", "Break", "Time", "View", "Session"];

/** The keys, and what the signs on the graph mean. */
export function HelpDialog() {
  const open = useUi((state) => state.help);
  const { all } = useCommands();
  return (
    <Dialog title="Signs and keys" open={open} onClose={() => ui.setState({ help: false })} wide>
      <ul className="legend" aria-label="States of a pod">
        {(Object.keys(stateWords) as PodState[]).map((state) => (
          <li key={state}>
            <StateGlyph state={state} /> {stateWords[state]}
          </li>
        ))}
      </ul>
      <div className="help-columns">
        {groups.map((group) => (
          <section key={group} className="help-group">
            <h3>{group}</h3>
            {all
              .filter((command) => command.group === group && command.shortcut !== undefined)
              .map((command) => (
                <div key={command.id} className="help-key">
                  {command.title(undefined)} <Kbd shortcut={command.shortcut ?? ""} />
                </div>
              ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
