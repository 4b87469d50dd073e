import { changeField, mapShared, type Part, withDefaults, withField } from "../defaulting.ts";
import type { Draft } from "../../apimachinery/object.ts";
import type { Container, Pod, PodSpec, ResourceRequirements } from "../generated/core/v1.ts";
import { defaultPodLevelResources } from "./pod-level-defaults.ts";
import { defaultPodSpec } from "./pod-spec-defaults.ts";

/** What a Pod gets beyond the defaults of its spec: these do not show in the templates of workloads. */
export function defaultPod(pod: Draft<Pod>): Draft<Pod> {
  return withField(withDefaults(pod, { spec: {}, status: {} }), "spec", defaultSpec(pod.spec ?? {}));
}

function defaultSpec(given: Part<PodSpec>): Part<PodSpec> {
  let spec = defaultPodSpec(given);
  spec = changeField(spec, "containers", (containers) => mapShared(containers, defaultRequests));
  spec = changeField(spec, "initContainers", (containers) => mapShared(containers, defaultRequests));
  spec = defaultPodLevelResources(spec);
  if (spec.hostNetwork === true) spec = exposeOnHost(spec);
  return withDefaults(spec, { enableServiceLinks: true });
}

/** Who states a limit and no request wants as much as the limit. */
const defaultRequests = (container: Part<Container>): Part<Container> => changeField(container, "resources", requestLimits);

function requestLimits(resources: Part<ResourceRequirements>): Part<ResourceRequirements> {
  const { limits, requests } = resources;
  if (limits === undefined) return resources;
  for (const name in limits) if (requests?.[name] === undefined) return { ...resources, requests: { ...limits, ...requests } };
  return resources;
}

function exposeOnHost(spec: Part<PodSpec>): Part<PodSpec> {
  const withHostPorts = changeField(spec, "containers", (containers) => mapShared(containers, useHostPorts));
  return changeField(withHostPorts, "initContainers", (containers) => mapShared(containers, useHostPorts));
}

/** On the host's network a container's port is the host's port. */
function useHostPorts(container: Part<Container>): Part<Container> {
  return changeField(container, "ports", (ports) =>
    mapShared(ports, (port) => (port.hostPort === undefined || port.hostPort === 0 ? { ...port, hostPort: port.containerPort } : port)),
  );
}
