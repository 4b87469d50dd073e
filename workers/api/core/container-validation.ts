import { dns1123LabelErrors, portNameErrors, portNumberErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Container, ContainerPort, ContainerResizePolicy, ContainerRestartRule, ContainerStatus, PodSpec } from "../generated/core/v1.ts";
import { validateEnvFrom, validateEnvVar } from "./env-validation.ts";
import { type ClaimNames, validateResources } from "./resource-validation.ts";
import { validateSecurityContext } from "./security-context-validation.ts";
import { validateVolumeDevices, validateVolumeMounts } from "./volume-mount-validation.ts";
import type { VolumesByName } from "./volume-validation.ts";

/** What of a pod its containers are checked against. */
export interface ContainerSurroundings {
  readonly spec: PodSpec;
  readonly volumes: VolumesByName;
  readonly claimNames: ClaimNames;
  readonly isPod: boolean;
}

const pullPolicies = ["Always", "IfNotPresent", "Never"];

/** The rules that hold for containers of every kind. */
export function validateContainer(container: Container, errors: FieldErrors, surroundings: ContainerSurroundings): void {
  const { spec, volumes, claimNames } = surroundings;
  if (isUnset(container.name)) errors.required("name");
  else errors.check("name", container.name, dns1123LabelErrors(container.name));
  validateImage(container.image, errors, surroundings.isPod);
  requireOneOf("terminationMessagePolicy", container.terminationMessagePolicy, ["File", "FallbackToLogsOnError"], errors);
  if (container.ports !== undefined) validatePorts(container.ports, errors);
  errors.each("env", container.env, validateEnvVar);
  errors.each("envFrom", container.envFrom, validateEnvFrom);
  if (container.volumeMounts !== undefined) validateVolumeMounts(container, errors, volumes);
  if (container.volumeDevices !== undefined) validateVolumeDevices(container, errors, volumes);
  requireOneOf("imagePullPolicy", container.imagePullPolicy, pullPolicies, errors);
  errors.at("resources", container.resources, validateResources, claimNames);
  if (container.resizePolicy !== undefined) validateResizePolicies(container.resizePolicy, errors, spec.restartPolicy);
  errors.at("securityContext", container.securityContext, validateSecurityContext, spec.hostUsers !== false);
  validateStopSignal(container, errors, spec);
}

/** Names are unique among all containers of a pod, ports of the host among those that run at the same time. */
export function validateHostPorts(containers: readonly Container[], errors: FieldErrors): void {
  const seen = new Set<string>();
  errors.each("", containers, ({ ports }) => {
    errors.each("ports", ports, ({ hostPort = 0, hostIP = "", protocol }) => {
      if (hostPort === 0) return;
      const taken = `${protocol}/${hostIP}/${hostPort}`;
      if (seen.has(taken)) errors.duplicate("hostPort", taken);
      seen.add(taken);
    });
  });
}

const restartPolicies = ["Always", "Never", "OnFailure"];
const mostRules = 20;
const mostExitCodes = 255;

/** The rules for a container that restarts differently from its pod. */
export function validateRestartRules({ restartPolicy, restartPolicyRules = [] }: Container, errors: FieldErrors): void {
  if (restartPolicy !== undefined) errors.oneOf("restartPolicy", restartPolicy, restartPolicies);
  else if (restartPolicyRules.length > 0) errors.required("restartPolicy", "must specify restartPolicy when restart rules are used");
  if (restartPolicyRules.length > mostRules) errors.tooMany("restartPolicyRules", restartPolicyRules.length, mostRules);
  errors.each("restartPolicyRules", restartPolicyRules, validateRestartRule);
}

function validateRestartRule({ action, exitCodes }: ContainerRestartRule, errors: FieldErrors): void {
  errors.oneOf("action", action, ["Restart", "RestartAllContainers"]);
  if (exitCodes === undefined) return errors.required("exitCodes", "must be specified");
  errors.oneOf("exitCodes.operator", exitCodes.operator, ["In", "NotIn"]);
  const count = exitCodes.values?.length ?? 0;
  if (count > mostExitCodes) errors.tooMany("exitCodes.values", count, mostExitCodes);
}

function validateImage(image: string | undefined, errors: FieldErrors, isPod: boolean): void {
  if (isUnset(image)) errors.required("image");
  else if (isPod && image?.trim() !== image) errors.invalid("image", image, "must not have leading or trailing whitespace");
}

function validatePorts(ports: readonly ContainerPort[], errors: FieldErrors): void {
  const names = new Set<string>();
  errors.each("ports", ports, ({ name, containerPort = 0, hostPort = 0, protocol }: Partial<ContainerPort>) => {
    if (name !== undefined && name !== "") validatePortName(name, names, errors);
    if (containerPort === 0) errors.required("containerPort");
    else errors.check("containerPort", containerPort, portNumberErrors(containerPort));
    if (hostPort !== 0) errors.check("hostPort", hostPort, portNumberErrors(hostPort));
    requireOneOf("protocol", protocol, ["SCTP", "TCP", "UDP"], errors);
  });
}

function validatePortName(name: string, names: Set<string>, errors: FieldErrors): void {
  const messages = portNameErrors(name);
  if (messages.length > 0) errors.check("name", name, messages);
  else if (names.has(name)) errors.duplicate("name", name);
  else names.add(name);
}

function validateResizePolicies(policies: readonly ContainerResizePolicy[], errors: FieldErrors, podRestartPolicy: string | undefined): void {
  const seen = new Set<string>();
  for (const [index, { resourceName, restartPolicy }] of policies.entries()) {
    if (seen.has(resourceName)) errors.duplicate(`resizePolicy[${index}]`, resourceName);
    seen.add(resourceName);
    requireOneOf("resizePolicy", resourceName, ["cpu", "memory"], errors);
    requireOneOf("resizePolicy", restartPolicy, ["NotRequired", "RestartContainer"], errors);
    if (podRestartPolicy === "Never" && restartPolicy !== "NotRequired") {
      errors.invalid("resizePolicy", restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
    }
  }
}

/** Signals differ between systems, so who names one names the system too. */
function validateStopSignal({ lifecycle }: Container, errors: FieldErrors, { os }: PodSpec): void {
  const signal: ContainerStatus["stopSignal"] | "" = lifecycle?.stopSignal;
  if (signal === undefined) return;
  if (os === undefined) errors.forbidden("lifecycle.stopSignal", "may not be set for containers with empty `spec.os.name`");
  else if (os.name === "windows" && signal !== "SIGTERM" && signal !== "SIGKILL") errors.notSupported("lifecycle.stopSignal", signal, ["SIGKILL", "SIGTERM"]);
}

/** A value from an enumeration that must be there. */
export function requireOneOf(field: string, value: string | undefined, supported: readonly string[], errors: FieldErrors): void {
  if (isUnset(value)) errors.required(field);
  else errors.oneOf(field, value, supported);
}
