import { dns1123SubdomainErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { fieldImmutable } from "../../apimachinery/validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ContainerStatus, HostIP, Pod, PodSpec, PodStatus } from "../generated/core/v1.ts";
import { isDualStack, validateIp } from "../ip-validation.ts";
import { validatePodAnnotationsUpdate } from "./pod-annotations-validation.ts";
import { isSidecar } from "./pod-status-text.ts";

/** What the kubelet and the scheduler may write about a pod. */
export function validatePodStatusUpdate(pod: Pod, previous: Pod, errors: FieldErrors): void {
  errors.at("metadata.annotations", pod.metadata.annotations ?? {}, validatePodAnnotationsUpdate, previous.metadata.annotations ?? {});
  const { status } = pod;
  errors.each("metadata.conditions", status.conditions, ({ type }) => errors.check("Type", type, qualifiedNameErrors(type)));
  const nominated = status.nominatedNodeName ?? "";
  if (nominated !== "" && nominated !== previous.status.nominatedNodeName) {
    errors.check("status.nominatedNodeName", nominated, dns1123SubdomainErrors(nominated));
  }
  const quality = previous.status.qosClass;
  if (quality !== undefined && status.qosClass !== undefined && status.qosClass !== quality) errors.invalid("status.qosClass", status.qosClass, fieldImmutable);
  errors.at("status", status, validateTransitions, previous);
  validateIps("status.podIPs", status.podIPs, errors);
  validateHostIps(status, errors);
}

function validateTransitions(status: PodStatus, errors: FieldErrors, { status: before, spec }: Pod): void {
  const main = (name: string, exitCode: number) => mayRestart(spec, name, exitCode, "containers");
  const init = (name: string, exitCode: number) => mayRestart(spec, name, exitCode, "initContainers");
  errors.each("containerStatuses", before.containerStatuses, staysEnded, { now: status.containerStatuses, mayRestart: main });
  errors.each("initContainerStatuses", before.initContainerStatuses, staysEnded, { now: status.initContainerStatuses, mayRestart: init });
  errors.each("ephemeralContainerStatuses", before.ephemeralContainerStatuses, staysEnded, { now: status.ephemeralContainerStatuses, mayRestart: () => false });
}

interface Restarts {
  readonly now: readonly ContainerStatus[] | undefined;
  mayRestart(name: string, exitCode: number): boolean;
}

/** A container that has ended for good does not come back to life. */
function staysEnded(before: ContainerStatus, errors: FieldErrors, restarts: Restarts): void {
  const ended = before.state?.terminated;
  if (ended === undefined || restarts.mayRestart(before.name, ended.exitCode)) return;
  const after = restarts.now?.find(({ name }) => name === before.name);
  if (after !== undefined && after.state?.terminated === undefined) errors.forbidden("state", "may not be transitioned to non-terminated state");
}

function mayRestart(spec: PodSpec, name: string, exitCode: number, list: "containers" | "initContainers"): boolean {
  const container = spec[list]?.find((each) => each.name === name);
  if ((container?.restartPolicyRules?.length ?? 0) > 0) return true;
  if (list === "initContainers" && container !== undefined && isSidecar(container)) return true;
  const policy = container?.restartPolicy ?? spec.restartPolicy;
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}

const oneOfEach = "may specify no more than one IP for each IP family";

function validateIps(field: string, ips: readonly HostIP[] | undefined, errors: FieldErrors): void {
  if (ips === undefined) return;
  errors.each(field, ips, ({ ip }) => validateIp(ip, errors));
  if (ips.length < 2) return;
  if (!isDualStack(ips.map(({ ip }) => ip))) errors.invalid(field, ips, oneOfEach);
  errors.each(field, ips, (each) => {
    if (ips.find(({ ip }) => ip === each.ip) !== each) errors.duplicate("", each);
  });
}

function validateHostIps({ hostIP, hostIPs }: PodStatus, errors: FieldErrors): void {
  const first = hostIPs?.[0]?.ip;
  if (first === undefined) return;
  if (first !== hostIP) errors.invalid("status.hostIPs[0].ip", first, "must be equal to `hostIP`");
  validateIps("status.hostIPs", hostIPs, errors);
}
