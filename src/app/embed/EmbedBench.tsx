import { ExternalLink, RotateCcw } from "lucide-react";
import { lazy, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import type { SessionRecord, SessionSettings } from "../../../workers/protocol/session.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Button } from "../../components/Button.tsx";
import { PanelBoundary } from "../../components/PanelBoundary.tsx";
import { Segmented } from "../../components/Segmented.tsx";
import { TimeBar } from "../../features/clock/TimeBar.tsx";
import { GraphPanel } from "../../features/graph/GraphPanel.tsx";
import { Inspector } from "../../features/inspector/Inspector.tsx";
import { sessionHash } from "../../lib/share-link.ts";
import { Toasts } from "../toasts/Toasts.tsx";
import { DockContent } from "../workbench/Dock.tsx";
import { Overlays } from "../workbench/Overlays.tsx";
import { HealthSentence } from "../workbench/StatusLine.tsx";
import type { EmbedOptions } from "./embed-options.ts";
import { startEmbed } from "./use-embed-life.ts";
import "../workbench/workbench.css";

const EditorPanel = lazy(() => import("../../features/editor/EditorPanel.tsx").then(({ EditorPanel: Panel }) => ({ default: Panel })));

/** Below this an editor and a graph side by side are both too narrow. */
const tabsBelow = 560;
const insets = { side: 10, top: 10, bottom: 10 };

interface Props {
  readonly options: EmbedOptions;
  readonly source: SessionRecord | SessionSettings;
  readonly width: number;
}

/** Header, editor and cluster, and a bar to play: 700 by 450 is enough. */
export function EmbedBench({ options, source, width }: Props) {
  const [tab, setTab] = useState<"editor" | "graph">("graph");
  const tabs = options.view === "split" && width < tabsBelow;
  return (
    <div className="embed">
      <header className="embed-head">
        <h1 className="embed-title">{options.title}</h1>
        {tabs && (
          <Segmented
            label="View"
            value={tab}
            onChange={setTab}
            options={[
              { id: "editor", label: "YAML" },
              { id: "graph", label: "Cluster" },
            ]}
          />
        )}
        <HeadButtons options={options} source={source} />
      </header>
      <main className="embed-main">
        <Body view={tabs ? tab : options.view} readonly={options.readonly} />
        <Toasts />
      </main>
      <footer className="embed-foot">
        <TimeBar compact>
          <HealthSentence />
        </TimeBar>
      </footer>
    </div>
  );
}

function HeadButtons({ options, source }: Omit<Props, "width">) {
  const store = useClusterStore();
  const live = useCluster(({ phase }) => phase === "live");
  const open = async () => {
    const hash = sessionHash(await store.getState().record());
    window.open(new URL(`./#${hash}`, location.href), "_blank", "noopener");
  };
  return (
    <>
      <Button look="quiet" small onClick={() => void startEmbed(store, options, source)}>
        <RotateCcw size={12} aria-hidden /> Reset
      </Button>
      <Button look="quiet" small disabled={!live} onClick={() => void open()}>
        Open <ExternalLink size={12} aria-hidden />
      </Button>
    </>
  );
}

function Body({ view, readonly }: { readonly view: EmbedOptions["view"]; readonly readonly: boolean }) {
  switch (view) {
    case "split":
      return (
        <Group orientation="horizontal" id="embed">
          <Panel id="editor" defaultSize="42%" minSize="160px">
            <Editor readonly={readonly} />
          </Panel>
          <Separator className="divider divider-vertical" aria-label="Width of the editor" />
          <Panel id="cluster" minSize="200px">
            <Cluster />
          </Panel>
        </Group>
      );
    case "editor":
      return <Editor readonly={readonly} />;
    case "graph":
      return <Cluster />;
    case "terminal":
      return (
        <PanelBoundary name="the terminal">
          <DockContent tab="terminal" />
        </PanelBoundary>
      );
  }
}

const Editor = ({ readonly }: { readonly readonly: boolean }) => (
  <PanelBoundary name="the editor">
    <EditorPanel readonly={readonly} />
  </PanelBoundary>
);

function Cluster() {
  const inspecting = useCluster((state) => state.selection !== undefined);
  return (
    <div className="stage">
      <GraphPanel guest insets={insets} />
      <Overlays />
      {inspecting && (
        <div className="embed-sheet">
          <Inspector />
        </div>
      )}
    </div>
  );
}
