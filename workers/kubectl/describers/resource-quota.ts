import { addQuantity, formatQuantity, parseQuantity, quantityOf, value } from "../../apimachinery/quantity.ts";
import type { ResourceQuota } from "../../api/generated/core/v1.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { sortedKeys } from "./labels-section.ts";

export const resourceQuotaDescriber = defineDescriber<ResourceQuota>({
  group: "",
  kind: "ResourceQuota",
  async describe(quota, _context, into) {
    into.field("Name", quota.metadata.name).field("Namespace", quota.metadata.namespace ?? "");
    writeScopes(into, quota, { level: 0, bullet: " * " });
    into.titles(["Resource", "Used", "Hard"], 0);
    for (const name of sortedKeys(quota.status.hard)) into.row([name, sameFormat(quota, name), formatQuantity(quota.status.hard?.[name] ?? "0")]);
  },
});

/** All quotas of a namespace, one below the other. */
export function writeQuotas(into: Description, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) {
    into.line("No resource quota.");
    return;
  }
  into.line("Resource Quotas");
  for (const quota of quotas.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    into.field("Name", quota.metadata.name, 1);
    writeScopes(into, quota, { level: 1, bullet: "* " });
    into.row(["Resource", "Used", "Hard"], 1).row(["--------", "---", "---"], 1);
    const { hard, used } = quota.status;
    for (const name of sortedKeys(hard)) into.row([name, formatQuantity(used?.[name] ?? "0"), formatQuantity(hard?.[name] ?? "0")], 1);
  }
}

const scopeTexts: Readonly<Record<string, string>> = {
  Terminating: "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  NotTerminating: "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  BestEffort: "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  NotBestEffort: "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
};

function writeScopes(into: Description, { spec }: ResourceQuota, { level, bullet }: { readonly level: number; readonly bullet: string }): void {
  const scopes = (spec.scopes ?? []).toSorted();
  if (scopes.length === 0) return;
  into.field("Scopes", scopes.join(", "), level);
  for (const scope of scopes) if (scopeTexts[scope] !== undefined) into.line(`${bullet}${scopeTexts[scope]}`, level);
}

/** What is used, written as the limit is. */
function sameFormat({ status }: ResourceQuota, name: string): string {
  const hard = parseQuantity(status.hard?.[name] ?? "0");
  const used = addQuantity("0", status.used?.[name] ?? "0");
  return formatQuantity(hard.format === parseQuantity(status.used?.[name] ?? "0").format ? (status.used?.[name] ?? "0") : quantityOf(value(used), hard.format));
}
