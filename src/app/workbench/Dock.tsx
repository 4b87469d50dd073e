import { ChevronDown } from "lucide-react";
import { lazy, type ReactNode } from "react";
import { eventLines } from "../../cluster/events.ts";
import { tableOf } from "../../cluster/object-table.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import type { DockTab } from "../../cluster/view-slice.ts";
import { IconButton } from "../../components/Button.tsx";
import { PanelBoundary } from "../../components/PanelBoundary.tsx";
import { Tabs } from "../../components/Tabs.tsx";
import { EventsPanel } from "../../features/events/EventsPanel.tsx";
import { RequestsPanel } from "../../features/requests/RequestsPanel.tsx";
import "./dock.css";

const TerminalPanel = lazy(() => import("../../features/terminal/TerminalPanel.tsx").then(({ TerminalPanel: Panel }) => ({ default: Panel })));

/** Terminal, Events and requests, below the graph. Closed, it is a row of tabs. */
export function Dock() {
  const dock = useCluster((state) => state.dock);
  const { setDock } = useClusterStore().getState();
  if (dock === undefined) return null;
  return (
    <div className="dock">
      <DockTabs active={dock}>
        <IconButton label="Close the dock" small onClick={() => setDock(undefined)}>
          <ChevronDown size={15} aria-hidden />
        </IconButton>
      </DockTabs>
    </div>
  );
}

function DockTabs({ active, children }: { readonly active: DockTab; readonly children: ReactNode }) {
  const { setDock } = useClusterStore().getState();
  const warnings = useWarnings();
  return (
    <Tabs
      tabs={[
        { id: "terminal", label: "Terminal" },
        { id: "events", label: "Events", count: warnings },
        { id: "requests", label: "Requests" },
      ]}
      active={active}
      label="Dock"
      onChange={setDock}
      extra={children}
    >
      <PanelBoundary key={active} name={active}>
        <DockContent tab={active} />
      </PanelBoundary>
    </Tabs>
  );
}

/** The panel of one tab, for the dock and for other places that show the same. */
export function DockContent({ tab }: { readonly tab: DockTab }) {
  switch (tab) {
    case "terminal":
      return <TerminalPanel />;
    case "events":
      return <EventsPanel />;
    case "requests":
      return <RequestsPanel />;
  }
}

/** Warnings of the last minutes are what the number on the tab counts. */
const recent = 300_000;

function useWarnings(): number {
  return useCluster(({ objects, clock }) => {
    let warnings = 0;
    for (const line of eventLines(tableOf(objects, "events"))) {
      if (clock.now - line.at > recent) break;
      if (line.warning) warnings += 1;
    }
    return warnings;
  });
}

/** The closed dock: one row, so that everything in it stays one click away. */
export function DockRow() {
  const { setDock } = useClusterStore().getState();
  const warnings = useWarnings();
  return (
    <div className="dock-row" role="group" aria-label="Dock">
      <button type="button" className="dock-tab" onClick={() => setDock("terminal")}>
        Terminal
      </button>
      <button type="button" className="dock-tab" onClick={() => setDock("events")}>
        Events {warnings > 0 && <span className="dock-warnings">{warnings} {warnings === 1 ? "warning" : "warnings"}</span>}
      </button>
      <button type="button" className="dock-tab" onClick={() => setDock("requests")}>
        Requests
      </button>
    </div>
  );
}
