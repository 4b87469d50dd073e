import { deepEqual } from "../../base/deep-equal.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Affinity, Container, NodeAffinity, NodeSelectorTerm, Pod, PodSchedulingGate, PodSpec, Toleration } from "../generated/core/v1.ts";
import { specDifference } from "../spec-difference.ts";
import { validatePodAnnotationsUpdate } from "./pod-annotations-validation.ts";

const updatable = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
].join(",");

/** What of a pod may change once it exists: little more than its images. */
export function validatePodUpdate(pod: Pod, previous: Pod, errors: FieldErrors): void {
  errors.at("metadata.annotations", pod.metadata.annotations ?? {}, validatePodAnnotationsUpdate, previous.metadata.annotations ?? {});
  if (pod.spec === previous.spec) return;
  errors.at("spec", pod.spec, validateSpecUpdate, previous.spec);
}

function validateSpecUpdate(spec: PodSpec, errors: FieldErrors, previous: PodSpec): void {
  if (!sameContainers("containers", spec, previous, errors) || !sameContainers("initContainers", spec, previous, errors)) return;
  if (!validateDeadline(spec.activeDeadlineSeconds, previous.activeDeadlineSeconds, errors)) return;
  validateTolerations(spec.tolerations ?? [], previous.tolerations ?? [], errors);
  validateGates(spec.schedulingGates ?? [], previous.schedulingGates ?? [], errors);
  const rest = withAllowedChangesUndone(spec, previous, errors);
  if (!deepEqual(rest, previous)) {
    errors.forbidden("", `pod updates may not change fields other than ${updatable}\n${specDifference(previous, rest)}`);
  }
}

function sameContainers(field: "containers" | "initContainers", spec: PodSpec, previous: PodSpec, errors: FieldErrors): boolean {
  if ((spec[field]?.length ?? 0) === (previous[field]?.length ?? 0)) return true;
  errors.forbidden(field, "pod updates may not add or remove containers");
  return false;
}

const longest = 2 ** 31 - 1;

/** A deadline may be set once and then only come nearer. */
function validateDeadline(deadline: number | undefined, previous: number | undefined, errors: FieldErrors): boolean {
  const before = errors.count;
  if (deadline === undefined) {
    if (previous !== undefined) errors.invalid("activeDeadlineSeconds", null, "must not update from a positive integer to nil value");
    return true;
  }
  if (deadline < 0 || deadline > longest) errors.invalid("activeDeadlineSeconds", deadline, `must be between 0 and ${longest}, inclusive`);
  else if (previous !== undefined && previous < deadline) errors.invalid("activeDeadlineSeconds", deadline, "must be less than or equal to previous value");
  return errors.count === before;
}

function validateTolerations(tolerations: readonly Toleration[], previous: readonly Toleration[], errors: FieldErrors): void {
  const kept = (old: Toleration) => tolerations.some((now) => deepEqual({ ...old, tolerationSeconds: now.tolerationSeconds }, now));
  if (!previous.every(kept)) errors.forbidden("tolerations", "existing toleration can not be modified except its tolerationSeconds");
}

function validateGates(gates: readonly PodSchedulingGate[], previous: readonly PodSchedulingGate[], errors: FieldErrors): void {
  errors.each("schedulingGates", gates, ({ name }) => {
    if (!previous.some((gate) => gate.name === name)) errors.forbidden("name", `only deletion is allowed, but found new scheduling gate '${name}'`);
  });
}

/** The new spec as it would be without the changes that are allowed; what still differs is not. */
function withAllowedChangesUndone(spec: PodSpec, previous: PodSpec, errors: FieldErrors): PodSpec {
  const oldGrace = previous.terminationGracePeriodSeconds;
  const graceRaised = oldGrace !== undefined && oldGrace < 0 && spec.terminationGracePeriodSeconds === 1;
  const rest: PodSpec = {
    ...spec,
    containers: withImages(spec.containers, previous.containers) ?? [],
    initContainers: withImages(spec.initContainers, previous.initContainers),
    activeDeadlineSeconds: previous.activeDeadlineSeconds,
    tolerations: previous.tolerations,
    schedulingGates: previous.schedulingGates,
    ...(graceRaised && { terminationGracePeriodSeconds: oldGrace }),
  };
  return (previous.schedulingGates?.length ?? 0) > 0 ? withPlacementUndone(rest, previous, errors) : rest;
}

const withImages = (containers: readonly Container[] | undefined, previous: readonly Container[] | undefined) =>
  containers?.map((container, index) => ({ ...container, image: previous?.[index]?.image }));

/** While a pod is gated, what narrows its choice of nodes may still be added. */
function withPlacementUndone(spec: PodSpec, previous: PodSpec, errors: FieldErrors): PodSpec {
  validateSelectorAdditions(spec.nodeSelector ?? {}, previous.nodeSelector ?? {}, errors);
  validateAffinityAdditions(spec.affinity?.nodeAffinity, previous.affinity?.nodeAffinity, errors);
  return { ...spec, nodeSelector: previous.nodeSelector, affinity: withNodeAffinity(spec.affinity, previous.affinity) };
}

function withNodeAffinity(affinity: Affinity | undefined, previous: Affinity | undefined): Affinity | undefined {
  const { nodeAffinity: _, ...others } = affinity ?? {};
  if (previous === undefined && Object.keys(others).length === 0) return undefined;
  return previous?.nodeAffinity === undefined ? others : { ...others, nodeAffinity: previous.nodeAffinity };
}

type Labels = Readonly<Record<string, string>>;

function validateSelectorAdditions(selector: Labels, previous: Labels, errors: FieldErrors): void {
  for (const key in previous) {
    if (selector[key] === previous[key]) continue;
    return errors.invalid("nodeSelector", selector, "only additions are allowed (no mutations or deletions)");
  }
}

function validateAffinityAdditions(affinity: NodeAffinity | undefined, previous: NodeAffinity | undefined, errors: FieldErrors): void {
  const before = previous?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (before === undefined) return;
  const field = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
  const now = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (now.length !== before.length) return errors.invalid(field, now, "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
  for (const [index, term] of before.entries()) {
    if (!extendsTerm(now[index] ?? {}, term)) errors.invalid(`${field}[${index}]`, now[index], "only additions are allowed (no mutations or deletions)");
  }
}

function extendsTerm(term: NodeSelectorTerm, previous: NodeSelectorTerm): boolean {
  const empty = (previous.matchExpressions?.length ?? 0) === 0 && (previous.matchFields?.length ?? 0) === 0;
  if (empty) return deepEqual(term, previous);
  return startsWith(term.matchExpressions, previous.matchExpressions) && startsWith(term.matchFields, previous.matchFields);
}

const startsWith = (items: readonly unknown[] = [], start: readonly unknown[] = []) => deepEqual(items.slice(0, start.length), start);
