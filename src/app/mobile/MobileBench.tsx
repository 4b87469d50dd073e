import { lazy, useState } from "react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { PanelBoundary } from "../../components/PanelBoundary.tsx";
import { TimeBar } from "../../features/clock/TimeBar.tsx";
import { NodeCards } from "../../features/graph/NodeCards.tsx";
import { Inspector } from "../../features/inspector/Inspector.tsx";
import { CoachCard } from "../coach/CoachCard.tsx";
import { Toasts } from "../toasts/Toasts.tsx";
import { DockContent } from "../workbench/Dock.tsx";
import { Overlays } from "../workbench/Overlays.tsx";
import { StatusLine } from "../workbench/StatusLine.tsx";
import { TopBar } from "../workbench/TopBar.tsx";
import "./mobile.css";

const EditorPanel = lazy(() => import("../../features/editor/EditorPanel.tsx").then(({ EditorPanel: Panel }) => ({ default: Panel })));

const views = [
  { id: "cluster", label: "Cluster" },
  { id: "yaml", label: "YAML" },
  { id: "terminal", label: "Terminal" },
  { id: "events", label: "Events" },
] as const;
type View = (typeof views)[number]["id"];

/** The page in one hand: the sentence, the nodes as cards, and a sheet from below. One finger scrolls, always. */
export function MobileBench() {
  const [view, setView] = useState<View>("cluster");
  const selected = useCluster((state) => state.selection !== undefined);
  return (
    <div className="mobile">
      <TopBar narrow />
      <main className="mobile-main" data-region>
        <div className="mobile-status">
          <StatusLine />
        </div>
        <PanelBoundary key={view} name={view}>
          <MobileView view={view} />
        </PanelBoundary>
        <Overlays />
        <Toasts />
        {selected && <Sheet />}
      </main>
      <footer>
        <TimeBar compact />
      </footer>
      <nav className="mobile-nav" aria-label="Views">
        {views.map(({ id, label }) => (
          <button key={id} type="button" aria-current={view === id ? "page" : undefined} onClick={() => setView(id)}>
            {label}
          </button>
        ))}
      </nav>
    </div>
  );
}

function MobileView({ view }: { readonly view: View }) {
  const live = useCluster(({ phase }) => phase === "live");
  switch (view) {
    case "cluster":
      return (
        <div className="mobile-cards">
          {live && <CoachCard />}
          <NodeCards />
        </div>
      );
    case "yaml":
      return <EditorPanel />;
    case "terminal":
      return <DockContent tab="terminal" />;
    case "events":
      return <DockContent tab="events" />;
  }
}

/** What is selected, from below. The strip above it closes it. */
function Sheet() {
  const { select } = useClusterStore().getState();
  return (
    <div className="sheet-layer">
      <button type="button" className="sheet-veil" aria-label="Close" tabIndex={-1} onClick={() => select(undefined)} />
      <div className="sheet">
        <Inspector />
      </div>
    </div>
  );
}
