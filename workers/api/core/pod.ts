import { defineResource } from "../define-resource.ts";
import type { Pod } from "../generated/core/v1.ts";
import { podColumns } from "./pod-columns.ts";
import { defaultPod } from "./pod-defaults.ts";
import { mergeLabelKeys } from "./pod-label-keys.ts";
import { validatePodStatusUpdate } from "./pod-status-validation.ts";
import { validateEphemeralContainersUpdate, validatePodResize } from "./pod-subresource-validation.ts";
import { validatePodUpdate } from "./pod-update-validation.ts";
import { validatePod, validatePodCreate } from "./pod-validation.ts";
import { qosClass } from "./qos-class.ts";

export type { Container, ContainerState, ContainerStatus, Pod, PodCondition, PodSpec, PodStatus, PodTemplateSpec, Probe, Volume, VolumeMount } from "../generated/core/v1.ts";

/** The smallest thing that runs: containers that share an address and volumes on one node. */
export const Pods = defineResource<Pod>({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  shortNames: ["po"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status", "binding", "eviction", "log", "exec", "attach", "portforward", "proxy", "ephemeralcontainers", "resize"],
  hasGeneration: true,

  defaults: defaultPod,
  prepareForCreate: (pod) => mergeLabelKeys({ ...pod, status: firstStatus(pod) }),
  validate: validatePod,
  validateCreate: validatePodCreate,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  subresourceRules: { ephemeralcontainers: { check: validateEphemeralContainersUpdate }, resize: { check: validatePodResize } },

  columns: podColumns,
  selectableFields: {
    "spec.nodeName": { get: ({ spec }) => spec.nodeName ?? "" },
    "spec.restartPolicy": { get: ({ spec }) => spec.restartPolicy ?? "" },
    "spec.schedulerName": { get: ({ spec }) => spec.schedulerName ?? "" },
    "spec.serviceAccountName": { get: ({ spec }) => spec.serviceAccountName ?? "" },
    "spec.hostNetwork": { get: ({ spec }) => String(spec.hostNetwork ?? false) },
    "status.phase": { get: ({ status }) => status.phase ?? "" },
    "status.podIP": { get: ({ status }) => status.podIPs?.[0]?.ip ?? status.podIP ?? "" },
    "status.podIPs": { get: ({ status }) => status.podIPs?.[0]?.ip ?? status.podIP ?? "" },
    "status.nominatedNodeName": { get: ({ status }) => status.nominatedNodeName ?? "" },
  },
});

/** A pod is born Pending; one with scheduling gates says at once why the scheduler leaves it alone. */
function firstStatus({ spec }: Pod): Pod["status"] {
  const status = { phase: "Pending", qosClass: qosClass(spec) } as const;
  if ((spec.schedulingGates?.length ?? 0) === 0) return status;
  return {
    ...status,
    conditions: [
      { type: "PodScheduled", status: "False", reason: "SchedulingGated", message: "Scheduling is blocked due to non-empty scheduling gates" },
    ],
  };
}
