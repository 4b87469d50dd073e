import { X } from "lucide-react";
import { useCluster, useClusterStore, useEntry } from "../../cluster/use-cluster.tsx";
import type { InspectorTab } from "../../cluster/view-slice.ts";
import type { Entry } from "../../cluster/object-table.ts";
import { IconButton } from "../../components/Button.tsx";
import { CommandButton } from "../../components/Command.tsx";
import { StateGlyph } from "../../components/StateGlyph.tsx";
import { Tabs, type Tab } from "../../components/Tabs.tsx";
import { kindOf } from "../../lib/resources.ts";
import { splitKey, type Target } from "../../lib/object-key.ts";
import { AboutEvents } from "./AboutEvents.tsx";
import { LogsTab } from "./LogsTab.tsx";
import { Summary } from "./Summary.tsx";
import { WhyTab } from "./WhyTab.tsx";
import { YamlTab } from "./YamlTab.tsx";
import "./inspector.css";

/** All about the selected object. Absent while nothing is selected. */
export function Inspector() {
  const selection = useCluster((state) => state.selection);
  return selection === undefined ? null : <Drawer key={`${selection.resource}:${selection.key}`} target={selection} />;
}

function Drawer({ target }: { readonly target: Target }) {
  const entry = useEntry(target);
  const { select } = useClusterStore().getState();
  const { namespace, name } = splitKey(target.key);
  return (
    <aside className="inspector" aria-label={`${kindOf(target.resource)} ${name}`}>
      <header className="inspector-head">
        <div className="inspector-kind">
          {kindOf(target.resource)}
          {namespace !== undefined && <span> in {namespace}</span>}
        </div>
        <IconButton label="Close" small onClick={() => select(undefined)}>
          <X size={15} aria-hidden />
        </IconButton>
        <h2 className="inspector-name">{name}</h2>
        {entry?.pod !== undefined && (
          <div className={`inspector-status status-${entry.pod.state}`}>
            <StateGlyph state={entry.pod.state} size={15} /> {entry.pod.status}
            <span className="inspector-ready">{entry.pod.ready} ready</span>
          </div>
        )}
        {entry !== undefined && <Actions target={target} />}
      </header>
      {entry === undefined ? <Gone target={target} /> : <Body entry={entry} target={target} />}
    </aside>
  );
}

const actions = ["pod.kill", "pod.crash", "node.power-off", "node.power-on", "node.cordon", "node.uncordon", "node.partition", "node.heal", "workload.scale"];

function Actions({ target }: { readonly target: Target }) {
  return (
    <div className="inspector-actions">
      {actions.map((id) => (
        <CommandButton key={id} id={id} target={target} small />
      ))}
    </div>
  );
}

function Body({ entry, target }: { readonly entry: Entry; readonly target: Target }) {
  const tab = useCluster((state) => state.inspectorTab);
  const { setInspectorTab } = useClusterStore().getState();
  const tabs: Tab<InspectorTab>[] = [
    { id: "summary", label: "Summary" },
    { id: "why", label: "Why?" },
    { id: "yaml", label: "YAML" },
    { id: "events", label: "Events" },
    ...(target.resource === "pods" ? [{ id: "logs", label: "Logs" } as const] : []),
  ];
  return (
    <Tabs tabs={tabs} active={tab} label="About this object" onChange={setInspectorTab} className="inspector-tabs">
      <Content tab={tab} entry={entry} target={target} />
    </Tabs>
  );
}

function Content({ tab, entry, target }: { readonly tab: InspectorTab; readonly entry: Entry; readonly target: Target }) {
  switch (tab) {
    case "summary":
      return <Summary entry={entry} />;
    case "why":
      return <WhyTab entry={entry} target={target} />;
    case "yaml":
      return <YamlTab entry={entry} target={target} />;
    case "events":
      return <AboutEvents target={target} />;
    case "logs":
      return <LogsTab entry={entry} />;
  }
}

/** Its story outlives it. */
function Gone({ target }: { readonly target: Target }) {
  return (
    <div className="inspector-gone">
      <p className="gone-note">This {kindOf(target.resource)} is gone. Its story remains.</p>
      <WhyTab entry={undefined} target={target} />
    </div>
  );
}
