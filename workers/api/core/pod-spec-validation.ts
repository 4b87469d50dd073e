import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors, rangeErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { PodReadinessGate, PodResourceClaim, PodSchedulingGate, PodSpec, PodTemplateSpec } from "../generated/core/v1.ts";
import { validateAnnotations, validateLabels } from "../object-meta-validation.ts";
import { validateAffinity } from "./affinity-validation.ts";
import { requireOneOf } from "./container-validation.ts";
import { validatePodAnnotations } from "./pod-annotations-validation.ts";
import { validatePodContainers } from "./pod-containers-validation.ts";
import { validateDnsPolicy, validateHostAlias, validatePodDns } from "./pod-dns-validation.ts";
import { validatePodResources } from "./pod-resources-validation.ts";
import { type ClaimNames, validateResources } from "./resource-validation.ts";
import { validatePodSecurityContext } from "./security-context-validation.ts";
import { validateToleration } from "./toleration-validation.ts";
import { validateTopologySpread } from "./topology-spread-validation.ts";
import { validateVolumes } from "./volume-validation.ts";
import { validateHostProcesses, validateOperatingSystem } from "./windows-validation.ts";

/** Whose spec it is: a pod's own, with its name, or the one in a template. */
export interface PodSpecOwner {
  readonly isPod: boolean;
  readonly podName: string;
}

const templateOwner: PodSpecOwner = { isPod: false, podName: "" };
const noClaims: ClaimNames = new Set();
export const podRestartPolicies = ["Always", "OnFailure", "Never"];

/** The rules for a template, wherever one stands. */
export function validatePodTemplate(template: PodTemplateSpec, errors: FieldErrors): void {
  const { metadata, spec } = template;
  errors.at("labels", metadata?.labels, validateLabels);
  errors.at("annotations", metadata?.annotations, validateAnnotations);
  errors.at("annotations", metadata?.annotations, validatePodAnnotations, spec);
  errors.at("spec", spec, validatePodSpec, templateOwner);
  if ((spec?.ephemeralContainers?.length ?? 0) > 0) errors.forbidden("spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
}

/** The rules for what a pod is to be. */
export function validatePodSpec(spec: PodSpec, errors: FieldErrors, owner: PodSpecOwner): void {
  if (spec.terminationGracePeriodSeconds === undefined) errors.required("terminationGracePeriodSeconds");
  const volumes = validateVolumes(spec.volumes, errors, owner.podName);
  const claimNames = spec.resourceClaims === undefined ? noClaims : validateResourceClaims(spec.resourceClaims, errors);
  validatePodContainers({ spec, volumes, claimNames, isPod: owner.isPod }, errors);
  if (spec.resources !== undefined) validatePodResources(spec, errors);
  validateHostNetwork(spec, errors, owner);
  requireOneOf("restartPolicy", spec.restartPolicy, podRestartPolicies, errors);
  validateDnsPolicy(spec.dnsPolicy, errors);
  errors.at("nodeSelector", spec.nodeSelector, validateLabels);
  errors.at("securityContext", spec.securityContext, validatePodSecurityContext, spec);
  errors.at("affinity", spec.affinity, validateAffinity);
  if (spec.dnsConfig !== undefined || spec.dnsPolicy === "None") validatePodDns(spec, errors);
  validateScheduling(spec, errors);
  if (spec.hostUsers === false) validateHostUsers(spec, errors);
  validateNames(spec, errors);
  errors.each("tolerations", spec.tolerations, validateToleration);
  errors.each("hostAliases", spec.hostAliases, validateHostAlias);
  if (spec.preemptionPolicy !== undefined) requireOneOf("preemptionPolicy", spec.preemptionPolicy, ["PreemptLowerPriority", "Never"], errors);
  if (spec.overhead !== undefined) errors.at("overhead", { limits: spec.overhead }, validateResources, noClaims);
  validateHostProcesses(spec, errors);
  validateOperatingSystem(spec, errors);
}

function validateNames(spec: PodSpec, errors: FieldErrors): void {
  checkName("serviceAccountName", spec.serviceAccountName, dns1123SubdomainErrors, errors);
  checkName("nodeName", spec.nodeName, dns1123SubdomainErrors, errors);
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined) errors.check("activeDeadlineSeconds", deadline, rangeErrors(deadline, 1, 2 ** 31 - 1));
  checkName("hostname", spec.hostname, dns1123LabelErrors, errors);
  checkName("subdomain", spec.subdomain, dns1123LabelErrors, errors);
  checkName("priorityClassName", spec.priorityClassName, dns1123SubdomainErrors, errors);
  if (spec.runtimeClassName !== undefined) errors.check("runtimeClassName", spec.runtimeClassName, dns1123SubdomainErrors(spec.runtimeClassName));
  if (spec.hostnameOverride !== undefined) validateHostnameOverride(spec, errors);
}

function checkName(field: string, name: string | undefined, rule: (name: string) => readonly string[], errors: FieldErrors): void {
  if (name !== undefined && name !== "") errors.check(field, name, rule(name));
}

const longestHostname = 64;

/** A name of one's own choice rules out every other way to get one. */
function validateHostnameOverride(spec: PodSpec, errors: FieldErrors): void {
  const name = spec.hostnameOverride ?? "";
  if (name.length > longestHostname) errors.tooLong("hostnameOverride", longestHostname);
  errors.check("hostnameOverride", name, dns1123SubdomainErrors(name));
  if (spec.setHostnameAsFQDN === true) errors.forbidden("setHostnameAsFQDN", "must not be set when `hostnameOverride` is set");
  if (spec.hostNetwork === true) errors.forbidden("hostNetwork", "must not be set when `hostnameOverride` is set");
}

function validateScheduling(spec: PodSpec, errors: FieldErrors): void {
  errors.each("readinessGates", spec.readinessGates, ({ conditionType = "" }: Partial<PodReadinessGate>) => errors.check("conditionType", conditionType, qualifiedNameErrors(conditionType)));
  if (spec.schedulingGates !== undefined) errors.at("schedulingGates", spec.schedulingGates, validateSchedulingGates);
  errors.at("topologySpreadConstraints", spec.topologySpreadConstraints, validateTopologySpread);
}

function validateSchedulingGates(gates: readonly PodSchedulingGate[], errors: FieldErrors): void {
  const seen = new Set<string>();
  errors.each("", gates, ({ name = "" }: Partial<PodSchedulingGate>) => {
    errors.check("", name, qualifiedNameErrors(name));
    if (seen.has(name)) errors.duplicate("", name);
    seen.add(name);
  });
}

/** On the host's network a container's port is the host's port; a template may leave that to its pods. */
function validateHostNetwork({ hostNetwork, containers = [] }: Partial<PodSpec>, errors: FieldErrors, { isPod }: PodSpecOwner): void {
  if (hostNetwork !== true) return;
  errors.each("containers", containers, ({ ports }) => {
    errors.each("ports", ports, ({ hostPort = 0, containerPort }) => {
      if ((isPod || hostPort !== 0) && hostPort !== containerPort) {
        errors.invalid("hostPort", hostPort, "must match `containerPort` when `hostNetwork` is true");
      }
    });
  });
}

/** Users of its own and namespaces of the host do not go together. */
function validateHostUsers({ hostNetwork, hostPID, hostIPC }: PodSpec, errors: FieldErrors): void {
  const why = "when `hostUsers` is false";
  if (hostNetwork === true) errors.forbidden("hostNetwork", why);
  if (hostPID === true) errors.forbidden("hostPID", why);
  if (hostIPC === true) errors.forbidden("hostIPC", why);
}

function validateResourceClaims(claims: readonly PodResourceClaim[], errors: FieldErrors): ClaimNames {
  const names = new Set<string>();
  errors.each("resourceClaims", claims, (claim) => {
    const { name, resourceClaimName, resourceClaimTemplateName } = claim;
    if (isUnset(name)) errors.required("name");
    else if (names.has(name)) errors.duplicate("name", name);
    else errors.check("name", name, dns1123LabelErrors(name));
    if (!isUnset(name)) names.add(name);
    validateClaimSource(claim, errors);
    if (resourceClaimName !== undefined) errors.check("resourceClaimName", resourceClaimName, dns1123SubdomainErrors(resourceClaimName));
    if (resourceClaimTemplateName !== undefined) {
      errors.check("resourceClaimTemplateName", resourceClaimTemplateName, dns1123SubdomainErrors(resourceClaimTemplateName));
    }
  });
  return names;
}

function validateClaimSource(claim: PodResourceClaim, errors: FieldErrors): void {
  const given = [claim.resourceClaimName, claim.resourceClaimTemplateName].filter((name) => name !== undefined).length;
  if (given > 1) errors.invalid("", claim, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
  if (given === 0) errors.invalid("", claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
}
