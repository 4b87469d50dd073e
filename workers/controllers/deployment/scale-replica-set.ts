import type { Deployment } from "../../api/apps/deployment.ts";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import type { DeploymentContext } from "./deployment-state.ts";
import { replicasOf } from "./replica-sets.ts";
import { replicasAnnotations } from "./revision.ts";

/** Scales a ReplicaSet and notes on it how large the Deployment is. Returns it as it is now. */
export async function scaleReplicaSet({ client, recorder }: DeploymentContext, deployment: Deployment, replicaSet: ReplicaSet, replicas: number): Promise<ReplicaSet> {
  const before = replicasOf(replicaSet);
  const noted = replicasAnnotations(deployment);
  const have = replicaSet.metadata.annotations ?? {};
  if (before === replicas && Object.entries(noted).every(([key, value]) => have[key] === value)) return replicaSet;

  const scaled = await client.update(ReplicaSets, {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations: { ...have, ...noted } },
    spec: { ...replicaSet.spec, replicas },
  });
  if (before !== replicas) recorder.normal(deployment, "ScalingReplicaSet", scaledText(replicaSet.metadata.name, before, replicas));
  return scaled;
}

/** How an event tells of it. */
export const scaledText = (name: string, from: number, to: number) => `Scaled ${from < to ? "up" : "down"} replica set ${name} from ${from} to ${to}`;
