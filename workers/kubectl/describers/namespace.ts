import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { LimitRanges } from "../../api/core/limit-range.ts";
import { ResourceQuotas } from "../../api/core/resource-quota.ts";
import type { Namespace } from "../../api/generated/core/v1.ts";
import type { Resource } from "../../api/resource.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";
import { writeLimitRanges } from "./limit-range.ts";
import { writeQuotas } from "./resource-quota.ts";
import { timeText } from "./time-text.ts";

export const namespaceDescriber = defineDescriber<Namespace>({
  group: "",
  kind: "Namespace",
  async describe({ metadata, status }, context, into) {
    into.field("Name", metadata.name);
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.field("Status", status.phase ?? "");
    const conditions = status.conditions ?? [];
    if (conditions.length > 0) into.line("Conditions:").row(["Type", "Status", "LastTransitionTime", "Reason", "Message"], 1).row(["----", "------", "------------------", "------", "-------"], 1);
    for (const { type, status: state, lastTransitionTime, reason = "", message = "" } of conditions) into.row([type, state, timeText(lastTransitionTime), reason, message], 1);

    const quotas = await listIfServed(ResourceQuotas, metadata.name, context);
    if (quotas !== undefined) writeQuotas(into.line(""), quotas);
    const ranges = await listIfServed(LimitRanges, metadata.name, context);
    if (ranges !== undefined) writeLimitRanges(into.line(""), ranges);
  },
});

/** Undefined when the server does not know the resource. */
async function listIfServed<T extends KubernetesObject>(resource: Resource<T>, namespace: string, { client }: DescribeContext): Promise<readonly T[] | undefined> {
  try {
    return (await client.list(resource, { namespace })).items;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}
