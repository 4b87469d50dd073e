import { controllerOf } from "../../apimachinery/owner-references.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { formatSelector, type LabelSelector, selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import { Pods } from "../../api/core/pod.ts";
import type { DescribeContext } from "./describer.ts";
import type { Description } from "./description.ts";

/** A selector in its string form; one that selects everything is empty. */
export const selectorText = (selector: LabelSelector | undefined) => formatSelector(selectorFromLabelSelector(selector));

/** How many of a controller's own pods are in which phase. */
export async function podCountsText(owner: KubernetesObject, selector: string, { client }: DescribeContext): Promise<string> {
  const { items } = await client.list(Pods, { namespace: owner.metadata.namespace ?? "", labelSelector: selector });
  const phases = items.filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid).map(({ status }) => status.phase);
  const count = (wanted: string) => phases.filter((phase) => phase === wanted).length;
  return `${count("Running")} Running / ${count("Pending")} Waiting / ${count("Succeeded")} Succeeded / ${count("Failed")} Failed`;
}

/** The conditions of a controller. */
export function writeReasonedConditions(into: Description, conditions: readonly { readonly type: string; readonly status: string; readonly reason?: string }[] = []): void {
  if (conditions.length === 0) return;
  into.line("Conditions:").titles(["Type", "Status", "Reason"]);
  for (const { type, status, reason = "" } of conditions) into.row([`${type} `, status, reason], 1);
}
