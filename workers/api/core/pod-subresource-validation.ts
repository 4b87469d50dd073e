import { deepEqual } from "../../base/deep-equal.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Container, Pod, PodSpec, ResourceRequirements } from "../generated/core/v1.ts";
import { specDifference } from "../spec-difference.ts";
import { mirrorPodAnnotation } from "./pod-annotations-validation.ts";
import { isSidecar } from "./pod-status-text.ts";
import { qosClass } from "./qos-class.ts";

const isStatic = ({ metadata }: Pod) => metadata.annotations?.[mirrorPodAnnotation] !== undefined;

/** Containers for debugging can be added to a pod, but stay as they were added. */
export function validateEphemeralContainersUpdate(pod: Pod, previous: Pod, errors: FieldErrors): void {
  if (isStatic(previous)) return errors.forbidden("", "static pods do not support ephemeral containers");
  for (const before of previous.spec.ephemeralContainers ?? []) {
    const now = pod.spec.ephemeralContainers?.find(({ name }) => name === before.name);
    const what = `existing ephemeral containers ${JSON.stringify(before.name)}`;
    if (now === undefined) errors.forbidden("spec.ephemeralContainers", `${what} may not be removed\n`);
    else if (!deepEqual(now, before)) errors.forbidden("spec.ephemeralContainers", `${what} may not be changed\n${specDifference(before, now)}`);
  }
}

/** CPU and memory of a running pod can be changed, as long as its quality of service stays. */
export function validatePodResize(pod: Pod, previous: Pod, errors: FieldErrors): void {
  if (isStatic(previous)) return errors.forbidden("", "static pods cannot be resized");
  if (previous.spec.os?.name === "windows") return errors.forbidden("", "windows pods cannot be resized");
  const quality = previous.status.qosClass ?? qosClass(previous.spec);
  if (quality !== qosClass(pod.spec)) errors.invalid("spec", pod.status.qosClass ?? "", "Pod QOS Class may not change as a result of resizing");
  if (!supportsResize(previous)) errors.forbidden("spec", "Pod running on node without support for resize");
  const sidecars = (previous.spec.initContainers ?? []).filter(isSidecar);
  errors.each("spec.initContainers", previous.spec.initContainers, (before) => {
    if (sidecars.includes(before)) validateContainerResize(before, errors, find(pod.spec.initContainers, before));
  });
  errors.each("spec.containers", previous.spec.containers, (before) => validateContainerResize(before, errors, find(pod.spec.containers, before)));
  validateOnlyResources(pod.spec, previous.spec, errors);
}

const find = (containers: readonly Container[] | undefined, { name }: Container) => containers?.find((container) => container.name === name);

/** A kubelet that can resize reports the resources of what runs. */
function supportsResize({ status }: Pod): boolean {
  const running = status.containerStatuses?.find(({ state }) => state?.running !== undefined);
  return running === undefined || running.resources !== undefined;
}

function validateContainerResize({ resources: before = {} }: Container, errors: FieldErrors, now: Container | undefined): void {
  const after = now?.resources ?? {};
  for (const kind of ["requests", "limits"] as const) {
    if (isRemoved(before, after, kind)) errors.forbidden(`resources.${kind}`, `resource ${kind} cannot be removed`);
  }
  const policy = now?.resizePolicy?.find(({ resourceName }) => resourceName === "memory")?.restartPolicy ?? "NotRequired";
  const limit = after.limits?.memory;
  if (policy !== "NotRequired" || limit === undefined || before.limits?.memory !== undefined) return;
  errors.forbidden("resources.limits[memory]", "memory limits cannot be added unless resizePolicy is RestartContainer");
}

const isRemoved = (before: ResourceRequirements, after: ResourceRequirements, kind: "requests" | "limits") =>
  Object.keys(before[kind] ?? {}).some((name) => after[kind]?.[name] === undefined);

function validateOnlyResources(spec: PodSpec, before: PodSpec, errors: FieldErrors): void {
  const resized = (container: Container, previous: Container | undefined) =>
    deepEqual({ ...container, resources: withoutComputing(container.resources) }, { ...previous, resources: withoutComputing(previous?.resources) });
  const changedInit = (spec.initContainers ?? []).filter((container) => !deepEqual(container, find(before.initContainers, container)));
  if (changedInit.some((container) => !isSidecar(container))) errors.forbidden("spec", "resources for non-sidecar init containers are immutable");
  if (changedInit.some((container) => isSidecar(container) && !resized(container, find(before.initContainers, container)))) {
    errors.forbidden("spec", "only cpu and memory resources for sidecar containers are mutable");
  }
  if (!(spec.containers ?? []).every((container) => resized(container, find(before.containers, container)))) {
    errors.forbidden("spec", "only cpu and memory resources are mutable");
  }
}

function withoutComputing(resources: ResourceRequirements | undefined): ResourceRequirements {
  const strip = (amounts: Readonly<Record<string, string>> = {}) => {
    const { cpu: _cpu, memory: _memory, ...others } = amounts;
    return others;
  };
  return { ...resources, limits: strip(resources?.limits), requests: strip(resources?.requests) };
}

