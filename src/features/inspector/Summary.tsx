import type { Entry } from "../../cluster/object-table.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Facts, Section } from "../../components/Facts.tsx";
import { TargetLink } from "../../components/TargetLink.tsx";
import { age } from "../../lib/duration.ts";
import { joinKey } from "../../lib/object-key.ts";
import { controllerOf, resourceOfKind, type ResourceTypes } from "../../lib/resources.ts";
import { DeploymentSummary } from "./DeploymentSummary.tsx";
import { Labels, Conditions } from "./parts.tsx";
import { NodeSummary } from "./NodeSummary.tsx";
import { PodSummary } from "./PodSummary.tsx";
import { ServiceSummary } from "./ServiceSummary.tsx";

type Of<R extends keyof ResourceTypes> = Entry<ResourceTypes[R]>;

/** The most important about an object, by its kind; any kind has at least its metadata and conditions. */
export function Summary({ entry }: { readonly entry: Entry }) {
  return (
    <>
      <Specific entry={entry} />
      <Metadata entry={entry} />
    </>
  );
}

function Specific({ entry }: { readonly entry: Entry }) {
  switch (entry.resource) {
    case "pods":
      return <PodSummary entry={entry as Of<"pods">} />;
    case "nodes":
      return <NodeSummary entry={entry as Of<"nodes">} />;
    case "deployments.apps":
      return <DeploymentSummary entry={entry as Of<"deployments.apps">} />;
    case "services":
      return <ServiceSummary entry={entry as Of<"services">} />;
    default:
      return <Conditions conditions={(entry.object as { status?: { conditions?: [] } }).status?.conditions} />;
  }
}

function Metadata({ entry }: { readonly entry: Entry }) {
  const { select } = useClusterStore().getState();
  const { metadata } = entry.object;
  const owner = controllerOf(metadata.ownerReferences);
  const resource = owner && resourceOfKind(owner.apiVersion, owner.kind);
  return (
    <Section title="Metadata">
      <Facts
        facts={[
          ["Age", <Age key="age" since={Date.parse(metadata.creationTimestamp)} />],
          ["Owner", owner && (resource === undefined ? `${owner.kind}/${owner.name}` : <TargetLink target={{ resource, key: resource === "nodes" ? owner.name : joinKey(metadata.namespace, owner.name) }} onOpen={select} />)],
          ["Labels", metadata.labels && <Labels labels={metadata.labels} />],
          ["Finalizers", metadata.finalizers?.join(", ")],
        ]}
      />
    </Section>
  );
}

/** Renders once per second of cluster time at most, not once per frame. */
function Age({ since }: { readonly since: number }) {
  return <>{useCluster(({ clock }) => age(clock.now - since))}</>;
}
