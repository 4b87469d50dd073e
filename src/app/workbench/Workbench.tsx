import { lazy } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useCluster } from "../../cluster/use-cluster.tsx";
import { PanelBoundary } from "../../components/PanelBoundary.tsx";
import { TimeBar } from "../../features/clock/TimeBar.tsx";
import { GraphPanel } from "../../features/graph/GraphPanel.tsx";
import { Inspector } from "../../features/inspector/Inspector.tsx";
import { CoachCard } from "../coach/CoachCard.tsx";
import { Toasts } from "../toasts/Toasts.tsx";
import { ClusterHeader } from "./ClusterHeader.tsx";
import { Dock, DockRow } from "./Dock.tsx";
import { Overlays } from "./Overlays.tsx";
import { TopBar } from "./TopBar.tsx";
import "./workbench.css";

const EditorPanel = lazy(() => import("../../features/editor/EditorPanel.tsx").then(({ EditorPanel: Panel }) => ({ default: Panel })));

/** The page on a desk: editor, cluster, inspector over it, dock below it, and time. */
export function Workbench({ narrow }: { readonly narrow: boolean }) {
  const dockOpen = useCluster((state) => state.dock !== undefined);
  return (
    <div className="workbench">
      <TopBar narrow={narrow} />
      <main className="workbench-main">
        <Group orientation="horizontal" id="workbench">
          <Panel id="editor" defaultSize="34%" minSize="220px" className="workbench-editor">
            <section className="fill" aria-label="Manifest editor" data-region>
              <PanelBoundary name="the editor">
                <EditorPanel />
              </PanelBoundary>
            </section>
          </Panel>
          <Separator className="divider divider-vertical" aria-label="Width of the editor" />
          <Panel id="cluster" minSize="360px">
            <section className="cluster" aria-label="Cluster">
              <ClusterHeader />
              <Group orientation="vertical" id="cluster-rows" className="cluster-rows">
                <Panel id="graph" minSize="160px">
                  <Stage />
                </Panel>
                {dockOpen && <Separator className="divider divider-horizontal" aria-label="Height of the dock" />}
                {dockOpen && (
                  <Panel id="dock" defaultSize="34%" minSize="120px">
                    <section className="fill" aria-label="Dock" data-region>
                      <Dock />
                    </section>
                  </Panel>
                )}
              </Group>
              {!dockOpen && <DockRow />}
            </section>
          </Panel>
        </Group>
      </main>
      <footer data-region>
        <TimeBar />
      </footer>
    </div>
  );
}

/** Below the drawing there is room for the suggestion. */
const insets = { side: 24, top: 22, bottom: 66 };

/** The graph and what floats over it. Nothing here takes room from it. */
function Stage() {
  const inspecting = useCluster((state) => state.selection !== undefined);
  const live = useCluster(({ phase }) => phase === "live");
  return (
    <div className={`stage ${inspecting ? "stage-inspecting" : ""}`} data-region>
      <PanelBoundary name="the graph">
        <GraphPanel insets={insets} />
      </PanelBoundary>
      <div className="stage-coach">
        {live && <CoachCard />}
      </div>
      <Toasts />
      <Overlays />
      {inspecting && (
        <div className="drawer">
          <PanelBoundary name="the inspector">
            <Inspector />
          </PanelBoundary>
        </div>
      )}
    </div>
  );
}
