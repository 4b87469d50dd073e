import { changeField, isUnset, mapShared, type Part, withDefaults, withField } from "../defaulting.ts";
import type { PodSpec, PodTemplateSpec } from "../generated/core/v1.ts";
import { defaultContainer } from "./container-defaults.ts";
import { defaultVolume } from "./volume-defaults.ts";

const podSpecDefaults: Part<PodSpec> = {
  dnsPolicy: "ClusterFirst",
  restartPolicy: "Always",
  securityContext: {},
  terminationGracePeriodSeconds: 30,
  schedulerName: "default-scheduler",
};

/** What every pod spec gets, in a Pod and in the template of a workload alike. */
export function defaultPodSpec(spec: Part<PodSpec>): Part<PodSpec> {
  let changed = changeField(spec, "containers", (containers) => mapShared(containers, defaultContainer));
  changed = changeField(changed, "initContainers", (containers) => mapShared(containers, defaultContainer));
  changed = changeField(changed, "ephemeralContainers", (containers) => mapShared(containers, defaultContainer));
  changed = changeField(changed, "volumes", (volumes) => mapShared(volumes, defaultVolume));
  return withDefaults(mirrorServiceAccount(changed), podSpecDefaults);
}

/** The template of a workload with the defaults of its pod spec; a template always has metadata and a spec. */
export function defaultPodTemplate(template: Part<PodTemplateSpec> | undefined): Part<PodTemplateSpec> {
  const given = withDefaults(template ?? {}, { metadata: {}, spec: {} });
  return withField(given, "spec", defaultPodSpec(given.spec ?? {}));
}

/** `serviceAccount` is the old name of `serviceAccountName`: the server keeps the two equal, and the new one wins. */
function mirrorServiceAccount(spec: Part<PodSpec>): Part<PodSpec> {
  const name = isUnset(spec.serviceAccountName) ? spec.serviceAccount : spec.serviceAccountName;
  if (isUnset(name) || (spec.serviceAccountName === name && spec.serviceAccount === name)) return spec;
  return { ...spec, serviceAccountName: name, serviceAccount: name };
}
