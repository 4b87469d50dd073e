import { useMemo, useRef } from "react";
import type { ClusterStore } from "../cluster/cluster-store.ts";
import { ClusterProvider } from "../cluster/use-cluster.tsx";
import { CommandsProvider } from "../components/Command.tsx";
import { useSize } from "../lib/use-size.ts";
import { pageCommands } from "./commands/commands.ts";
import { useShortcuts } from "./commands/use-shortcuts.ts";
import { HelpDialog } from "./dialogs/HelpDialog.tsx";
import { ScaleDialog } from "./dialogs/ScaleDialog.tsx";
import { MobileBench } from "./mobile/MobileBench.tsx";
import { Palette } from "./palette/Palette.tsx";
import { useDroppedManifests } from "./use-dropped-manifests.ts";
import { Workbench } from "./workbench/Workbench.tsx";

/** Below this a canvas beside an editor serves nobody. */
const mobileWidth = 680;
const narrowWidth = 1_100;

/** The full page. */
export function App({ store }: { readonly store: ClusterStore }) {
  const commands = useMemo(() => pageCommands(store), [store]);
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  useShortcuts(store, commands);
  useDroppedManifests(store);
  return (
    <ClusterProvider store={store}>
      <CommandsProvider commands={commands}>
        <div ref={frame} className="fill">
          {size !== undefined && (size.width < mobileWidth ? <MobileBench /> : <Workbench narrow={size.width < narrowWidth} />)}
        </div>
        <Palette />
        <HelpDialog />
        <ScaleDialog />
      </CommandsProvider>
    </ClusterProvider>
  );
}
