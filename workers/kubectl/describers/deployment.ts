import { ApiError } from "../../apimachinery/status.ts";
import type { Deployment, ReplicaSet } from "../../api/generated/apps/v1.ts";
import { type DeploymentReplicaSets, replicaSetsOf } from "../deployment-replica-sets.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { writePodTemplate } from "./pod-template-section.ts";
import { timeText } from "./time-text.ts";
import { selectorText, writeReasonedConditions } from "./workload-section.ts";

export const deploymentDescriber = defineDescriber<Deployment>({
  group: "apps",
  kind: "Deployment",
  async describe(deployment, context, into) {
    writeHead(into, deployment);
    writePodTemplate(into, deployment.spec.template);
    writeReasonedConditions(into, deployment.status.conditions);
    writeReplicaSets(into, await replicaSetsIfAllowed(deployment, context));
    await writeEvents(deployment, context, into);
  },
});

function writeHead(into: Description, { metadata, spec, status }: Deployment): void {
  into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "").field("CreationTimestamp", timeText(metadata.creationTimestamp));
  writeLabels(into, "Labels", metadata.labels);
  writeAnnotations(into, "Annotations", metadata.annotations);
  into.field("Selector", selectorText(spec.selector));
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
  into.field("Replicas", `${spec.replicas ?? 1} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`);
  into.field("StrategyType", spec.strategy?.type ?? "").field("MinReadySeconds", spec.minReadySeconds ?? 0);
  const rolling = spec.strategy?.rollingUpdate;
  if (rolling !== undefined) into.field("RollingUpdateStrategy", `${rolling.maxUnavailable ?? "<nil>"} max unavailable, ${rolling.maxSurge ?? "<nil>"} max surge`);
}

/** Who may not see replica sets sees the rest. */
async function replicaSetsIfAllowed(deployment: Deployment, { client }: DescribeContext): Promise<DeploymentReplicaSets> {
  try {
    return await replicaSetsOf(deployment, client);
  } catch (error) {
    if (error instanceof ApiError) return { current: undefined, old: [] };
    throw error;
  }
}

function writeReplicaSets(into: Description, { current, old }: DeploymentReplicaSets): void {
  if (current === undefined && old.length === 0) return;
  into.field("OldReplicaSets", setsText(old)).field("NewReplicaSet", setsText(current === undefined ? [] : [current]));
}

const setsText = (sets: readonly ReplicaSet[]) =>
  sets.map(({ metadata, spec, status }) => `${metadata.name} (${status.replicas}/${spec.replicas ?? 1} replicas created)`).join(", ") || "<none>";
