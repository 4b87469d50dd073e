import { memo, useMemo } from "react";
import { nodeFacts, share } from "../../cluster/node-facts.ts";
import { podsOn, tableOf, type Entry } from "../../cluster/object-table.ts";
import { isSystem, shortName } from "../../cluster/pod-facts.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { StateGlyph } from "../../components/StateGlyph.tsx";
import type { Target } from "../../lib/object-key.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import { nodeLook } from "./node-box.ts";
import { byKey } from "./owner-groups.ts";
import { statusText, type PodEntry } from "./pod-look.ts";
import "./node-cards.css";

/** The nodes as cards and their pods as chips, where there is no room for a canvas. */
export function NodeCards() {
  const nodes = useCluster(({ objects }) => tableOf(objects, "nodes"));
  const waiting = useCluster(({ objects }) => podsOn(objects, ""));
  const { select } = useClusterStore().getState();
  return (
    <div className="node-cards">
      {waiting.size > 0 && (
        <section className="node-card node-card-tray" aria-label="Unscheduled pods">
          <h2 className="node-card-name">Unscheduled</h2>
          <Chips pods={[...waiting.values()]} onPick={select} />
        </section>
      )}
      {[...nodes.values()].sort(byKey).map((node) => (
        <NodeCard key={node.key} node={node} onPick={select} />
      ))}
    </div>
  );
}

function NodeCard({ node, onPick }: { readonly node: Entry<ResourceTypes["nodes"]>; readonly onPick: (target: Target) => void }) {
  const pods = useCluster(({ objects }) => podsOn(objects, node.key));
  const faults = useCluster((state) => state.faults);
  const facts = useMemo(() => nodeFacts(node.object, pods), [node, pods]);
  const look = nodeLook(facts, faults);
  const all = [...pods.values()].sort(byKey);
  return (
    <section className={`node-card ${look.classes}`} aria-label={`Node ${facts.name}`}>
      <button type="button" className="node-card-head" onClick={() => onPick({ resource: "nodes", key: node.key })}>
        <h2 className="node-card-name">{facts.name}</h2>
        <span className={`node-card-words tone-${look.tone}`}>{look.words}</span>
        <span className="node-card-gauges" aria-hidden="true">
          cpu {Math.round(share(facts.cpu) * 100)}% · mem {Math.round(share(facts.memory) * 100)}%
        </span>
      </button>
      <Chips pods={all.filter((pod) => !isSystem(pod))} onPick={onPick} />
      <div className="system-chips">
        {all.filter(isSystem).map((pod) => (
          <button key={pod.key} type="button" className="system-chip" aria-label={`${pod.object.metadata.name}, ${pod.pod?.status ?? ""}`} onClick={() => onPick({ resource: "pods", key: pod.key })}>
            <StateGlyph state={pod.pod?.state ?? "unknown"} size={15} />
          </button>
        ))}
      </div>
    </section>
  );
}

function Chips({ pods, onPick }: { readonly pods: readonly PodEntry[]; readonly onPick: (target: Target) => void }) {
  return (
    <div className="pod-chips">
      {pods.map((pod) => (
        <PodChip key={pod.key} pod={pod} onPick={onPick} />
      ))}
    </div>
  );
}

const PodChip = memo(function PodChip({ pod, onPick }: { readonly pod: PodEntry; readonly onPick: (target: Target) => void }) {
  const state = pod.pod?.state ?? "unknown";
  return (
    <button type="button" className={`pod-chip chip-${state}`} onClick={() => onPick({ resource: "pods", key: pod.key })}>
      <StateGlyph state={state} size={16} />
      <span className="pod-chip-words">
        <span className="pod-chip-name">{shortName(pod)}</span>
        <span className="pod-chip-status">{statusText(pod)}</span>
      </span>
    </button>
  );
});
