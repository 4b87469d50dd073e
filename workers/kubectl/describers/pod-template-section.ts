import type { PodTemplateSpec, TopologySpreadConstraint } from "../../api/generated/core/v1.ts";
import { formatLabelSelector } from "../../apimachinery/labels.ts";
import { writeContainers } from "./containers-section.ts";
import type { Description } from "./description.ts";
import { writeAnnotations, writeLabels, writeLines, writeTolerations } from "./labels-section.ts";
import { writeVolumes } from "./volumes-section.ts";

/** What the pods of a controller look like. */
export function writePodTemplate(into: Description, template: PodTemplateSpec | undefined): void {
  into.line("Pod Template:");
  if (template === undefined) {
    into.write("<unset>", 1);
    return;
  }
  const { metadata, spec } = template;
  writeLabels(into, "  Labels", metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) writeAnnotations(into, "  Annotations", metadata?.annotations);
  into.optional("Service Account", spec?.serviceAccountName, 1);
  if ((spec?.initContainers ?? []).length > 0) writeContainers(into, { label: "Init Containers", containers: spec?.initContainers ?? [] });
  writeContainers(into, { label: "Containers", containers: spec?.containers ?? [] });
  writeVolumes(into, spec?.volumes, true);
  writeTopologySpread(into, spec?.topologySpreadConstraints, "  ");
  into.optional("Priority Class Name", spec?.priorityClassName, 1);
  writeLabels(into, "  Node-Selectors", spec?.nodeSelector);
  writeTolerations(into, "  Tolerations", spec?.tolerations);
}

/** How evenly the pods are to be spread. */
export function writeTopologySpread(into: Description, constraints: readonly TopologySpreadConstraint[] = [], indent = ""): void {
  if (constraints.length === 0) return;
  const lines = constraints.toSorted((a, b) => (a.topologyKey < b.topologyKey ? -1 : 1)).map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
    const selector = labelSelector === undefined ? "" : ` for selector ${formatLabelSelector(labelSelector)}`;
    return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
  });
  writeLines(into, "Topology Spread Constraints", lines, indent);
}
