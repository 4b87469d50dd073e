import { listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Container, EphemeralContainer } from "../generated/core/v1.ts";
import { type ContainerSurroundings, validateContainer, validateHostPorts, validateRestartRules } from "./container-validation.ts";
import { validateLifecycle, validateLivenessProbe, validateReadinessProbe, validateStartupProbe } from "./probe-validation.ts";

/** The rules for all containers of a pod. Names are compared across the three lists. */
export function validatePodContainers(surroundings: ContainerSurroundings, errors: FieldErrors): void {
  const { initContainers, ephemeralContainers } = surroundings.spec;
  const containers = listOrEmpty(surroundings.spec.containers);
  const names = new Set<string>();
  if (containers.length === 0) errors.required("containers");
  errors.each("containers", containers, (container) => {
    validateContainer(container, errors, surroundings);
    claimName(container.name, names, errors);
    validateChecks(container, errors, surroundings);
    validateRestartRules(container, errors);
  });
  errors.at("containers", containers, validateHostPorts);
  if (initContainers !== undefined) validateInitContainers(initContainers, errors, surroundings, names);
  if (ephemeralContainers !== undefined) validateEphemeralContainers(ephemeralContainers, errors, surroundings, names);
}

function claimName(name: string, names: Set<string>, errors: FieldErrors): void {
  if (names.has(name)) errors.duplicate("name", name);
  else if ((name ?? "") !== "") names.add(name);
}

function validateChecks(container: Container, errors: FieldErrors, { spec }: ContainerSurroundings): void {
  const gracePeriod = spec.terminationGracePeriodSeconds;
  errors.at("lifecycle", container.lifecycle, validateLifecycle, gracePeriod);
  errors.at("livenessProbe", container.livenessProbe, validateLivenessProbe, gracePeriod);
  errors.at("readinessProbe", container.readinessProbe, validateReadinessProbe, gracePeriod);
  errors.at("startupProbe", container.startupProbe, validateStartupProbe, gracePeriod);
}

const onlyForSidecars = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const;

function validateInitContainers(containers: readonly Container[], errors: FieldErrors, surroundings: ContainerSurroundings, names: Set<string>): void {
  errors.each("initContainers", containers, (container) => {
    validateContainer(container, errors, surroundings);
    validateRestartRules(container, errors);
    claimName(container.name, names, errors);
    if (container.restartPolicy === "Always") validateChecks(container, errors, surroundings);
    else {
      for (const field of onlyForSidecars) {
        if (container[field] !== undefined) errors.forbidden(field, "may not be set for init containers without restartPolicy=Always");
      }
    }
  });
  // Init containers run one after the other: each may use the same port of the host.
  for (const container of containers) errors.at("initContainers", [container], validateHostPorts);
}

const allowedInEphemeral = new Set<string>([
  "name", "image", "command", "args", "workingDir", "envFrom", "env", "volumeMounts", "volumeDevices", "terminationMessagePath",
  "terminationMessagePolicy", "imagePullPolicy", "securityContext", "stdin", "stdinOnce", "tty", "targetContainerName",
]);
const notInEphemeral = "cannot be set for an Ephemeral Container";

function validateEphemeralContainers(
  containers: readonly EphemeralContainer[], errors: FieldErrors, surroundings: ContainerSurroundings, names: Set<string>,
): void {
  const targets = new Set(names);
  errors.each("ephemeralContainers", containers, (container) => {
    validateContainer(container, errors, surroundings);
    claimName(container.name, names, errors);
    const target = container.targetContainerName ?? "";
    if (target !== "" && !targets.has(target)) errors.notFound("targetContainerName", target);
    for (const field in container) {
      if (!allowedInEphemeral.has(field) && !isEmpty(container[field as keyof EphemeralContainer])) errors.forbidden(field, notInEphemeral);
    }
    errors.each("volumeMounts", container.volumeMounts, ({ subPath = "", subPathExpr = "" }) => {
      if (subPath !== "") errors.forbidden("subPath", notInEphemeral);
      if (subPathExpr !== "") errors.forbidden("subPathExpr", notInEphemeral);
    });
  });
}

/** `resources: {}` is what defaulting leaves, not what somebody asked for. */
const isEmpty = (value: unknown) => value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
