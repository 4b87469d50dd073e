import { ownedBy, type Entry } from "../../cluster/object-table.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Facts, Section } from "../../components/Facts.tsx";
import { TargetLink } from "../../components/TargetLink.tsx";
import type { ResourceTypes } from "../../lib/resources.ts";
import { Conditions, Gauge } from "./parts.tsx";

type ReplicaSet = Entry<ResourceTypes["replicasets.apps"]>;

export function DeploymentSummary({ entry: { object } }: { readonly entry: Entry<ResourceTypes["deployments.apps"]> }) {
  const owned = useCluster(({ objects }) => ownedBy(objects, object.metadata.uid));
  const { select } = useClusterStore().getState();
  const { spec, status } = object;
  const desired = spec.replicas ?? 1;
  const rolling = spec.strategy?.rollingUpdate;
  return (
    <>
      <Section title="Replicas">
        <Gauge name="Ready" value={{ requested: status.readyReplicas ?? 0, allocatable: desired }} words={`${status.readyReplicas ?? 0} of ${desired}`} />
        <Gauge name="Updated" value={{ requested: status.updatedReplicas ?? 0, allocatable: desired }} words={`${status.updatedReplicas ?? 0} of ${desired}`} />
        <Gauge name="Available" value={{ requested: status.availableReplicas ?? 0, allocatable: desired }} words={`${status.availableReplicas ?? 0} of ${desired}`} />
      </Section>
      <Section title="Rollout">
        <Facts
          facts={[
            ["Strategy", spec.strategy?.type ?? "RollingUpdate"],
            ["Max surge", rolling && String(rolling.maxSurge ?? "25%")],
            ["Max missing", rolling && String(rolling.maxUnavailable ?? "25%")],
            ["Paused", spec.paused === true ? "yes" : undefined],
          ]}
        />
        <ul className="row-list">
          {([...owned.values()] as ReplicaSet[]).map((replicaSet) => (
            <li key={replicaSet.key}>
              <TargetLink target={replicaSet} onOpen={select} text={replicaSet.object.metadata.name} />
              <span className="row-note">
                {replicaSet.object.status.readyReplicas ?? 0} of {replicaSet.object.spec.replicas ?? 0}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Conditions conditions={status.conditions} />
    </>
  );
}
