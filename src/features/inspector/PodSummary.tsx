import type { Entry } from "../../cluster/object-table.ts";
import { endpointsOf } from "../../cluster/endpoints.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Facts, Section } from "../../components/Facts.tsx";
import { TargetLink } from "../../components/TargetLink.tsx";
import { span } from "../../lib/duration.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import { containerWords } from "./container-words.ts";
import { Conditions } from "./parts.tsx";

type Pod = ResourceTypes["pods"];

export function PodSummary({ entry }: { readonly entry: Entry<Pod> }) {
  const { select } = useClusterStore().getState();
  const { object, pod } = entry;
  const services = useCluster(({ objects }) => endpointsOf(objects).servicesByPod.get(entry.key));
  return (
    <>
      {pod?.message !== undefined && (
        <div className="section">
          <div className="explained">
            {pod.message} <Until until={pod.until} />
          </div>
        </div>
      )}
      <Section title="Pod">
        <Facts
          facts={[
            ["Node", object.spec.nodeName === undefined ? "none yet" : <TargetLink key="node" target={{ resource: "nodes", key: object.spec.nodeName }} text={object.spec.nodeName} onOpen={select} />],
            ["IP", object.status.podIP],
            ["Restarts", pod?.restarts],
            ["QoS class", object.status.qosClass],
            ["Endpoint of", services?.map((key) => <TargetLink key={key} target={{ resource: "services", key }} onOpen={select} />)],
            ["Priority", object.spec.priorityClassName],
          ]}
        />
      </Section>
      <Section title="Containers">
        {[...(object.spec.initContainers ?? []).map((container) => ({ ...container, init: true })), ...object.spec.containers.map((container) => ({ ...container, init: false }))].map(({ name, image, init }) => (
          <div key={name} className="container-card">
            <div className="container-name">
              {name} {init && <span className="note">init</span>}
            </div>
            <div className="container-image">{image}</div>
            <div>{containerWords(object, name)}</div>
          </div>
        ))}
      </Section>
      <Conditions conditions={object.status.conditions} />
    </>
  );
}

/** The seconds left of a back-off or a grace period. */
function Until({ until }: { readonly until: number | undefined }) {
  const left = useCluster(({ clock }) => (until === undefined ? undefined : Math.ceil((until - clock.now) / 1000) * 1000));
  return left === undefined || left <= 0 ? null : <span>({span(left)} left)</span>;
}
