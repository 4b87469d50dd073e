import { endpointsOf } from "../../cluster/endpoints.ts";
import { entryOf, type Entry } from "../../cluster/object-table.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Facts, Section } from "../../components/Facts.tsx";
import { StateGlyph } from "../../components/StateGlyph.tsx";
import { TargetLink } from "../../components/TargetLink.tsx";
import type { ResourceTypes } from "../../lib/resources.ts";
import { Labels } from "./parts.tsx";
import { TrafficSection } from "./TrafficSection.tsx";

export function ServiceSummary({ entry: { key, object } }: { readonly entry: Entry<ResourceTypes["services"]> }) {
  const { spec } = object;
  const ports = spec.ports?.map(({ port, targetPort, nodePort, protocol = "TCP" }) => `${port} → ${targetPort ?? port}${nodePort === undefined ? "" : `, node port ${nodePort}`} (${protocol})`);
  return (
    <>
      <Section title="Service">
        <Facts
          facts={[
            ["Type", spec.type ?? "ClusterIP"],
            ["Cluster IP", spec.clusterIP],
            ["External", object.status?.loadBalancer?.ingress?.map(({ ip, hostname }) => ip ?? hostname).join(", ")],
            ["Ports", ports?.join("; ")],
            ["Selector", spec.selector && <Labels labels={spec.selector} />],
          ]}
        />
      </Section>
      <Backends service={key} selects={spec.selector !== undefined} />
      <TrafficSection service={key} />
    </>
  );
}

function Backends({ service, selects }: { readonly service: string; readonly selects: boolean }) {
  const objects = useCluster((state) => state.objects);
  const { select } = useClusterStore().getState();
  const backends = endpointsOf(objects).podsByService.get(service) ?? [];
  return (
    <Section title="Endpoints">
      {backends.length === 0 && <p className="note">{selects ? "None: no ready pod has the labels of the selector, so requests have nowhere to go." : "None: this Service has no selector."}</p>}
      <ul className="row-list">
        {backends.map(({ pod, ready }) => (
          <li key={pod}>
            <StateGlyph state={entryOf(objects, { resource: "pods", key: pod })?.pod?.state ?? "unknown"} size={13} />
            <TargetLink target={{ resource: "pods", key: pod }} text={pod} onOpen={select} />
            {!ready && <span className="row-note">not ready</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
