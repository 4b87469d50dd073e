import { useMemo } from "react";
import { nodeFacts } from "../../cluster/node-facts.ts";
import { podsOn, type Entry } from "../../cluster/object-table.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Facts, Section } from "../../components/Facts.tsx";
import { StateGlyph } from "../../components/StateGlyph.tsx";
import { TargetLink } from "../../components/TargetLink.tsx";
import { amount, bytes, cores } from "../../lib/amount.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import { Conditions, Gauge } from "./parts.tsx";

export function NodeSummary({ entry: { key, object } }: { readonly entry: Entry<ResourceTypes["nodes"]> }) {
  const pods = useCluster(({ objects }) => podsOn(objects, key));
  const faults = useCluster((state) => state.faults);
  const { select } = useClusterStore().getState();
  const facts = useMemo(() => nodeFacts(object, pods), [object, pods]);
  const room = amount(object.status.allocatable?.pods);
  const fault = faults.off.has(key) ? "Its power is off" : faults.partitioned.has(key) ? "It is cut off from the network" : undefined;
  return (
    <>
      {fault !== undefined && (
        <div className="section">
          <div className="explained">
            {fault}. {facts.condition === "Ready" ? "The API server does not know yet: it waits for the node's heartbeats." : "The control plane has noticed that its heartbeats stopped."}
          </div>
        </div>
      )}
      <Section title="Node">
        <Facts
          facts={[
            ["Status", facts.status],
            ["Address", object.status.addresses?.find(({ type }) => type === "InternalIP")?.address],
            ["Kubelet", object.status.nodeInfo?.kubeletVersion],
            ["Taints", object.spec.taints?.map(({ key: taint, value, effect }) => `${taint}${value === undefined || value === "" ? "" : `=${value}`}:${effect}`).join(", ")],
          ]}
        />
      </Section>
      <Section title="Requested of allocatable">
        <Gauge name="CPU" value={facts.cpu} words={`${cores(facts.cpu.requested)} of ${cores(facts.cpu.allocatable)}`} />
        <Gauge name="Memory" value={facts.memory} words={`${bytes(facts.memory.requested)} of ${bytes(facts.memory.allocatable)}`} />
        <Gauge name="Pods" value={{ requested: facts.pods, allocatable: room }} words={`${facts.pods} of ${room}`} />
      </Section>
      <Conditions conditions={object.status.conditions} />
      <Section title="Pods">
        <ul className="row-list">
          {[...pods.values()].map(({ key: pod, pod: summary }) => (
            <li key={pod}>
              <StateGlyph state={summary?.state ?? "unknown"} size={13} />
              <TargetLink target={{ resource: "pods", key: pod }} text={pod} onOpen={select} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
