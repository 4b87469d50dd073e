import type { KubernetesObject } from "../apimachinery/object.ts";
import type { PodSpec } from "../api/generated/core/v1.ts";
import { ObjectRefused } from "./object-change.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Where a kind keeps the spec of its pods. */
const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  PodTemplate: ["template", "spec"],
  Deployment: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  ReplicationController: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};

/** A copy of the object with another pod spec, whether it is a pod or makes pods from a template. */
export function changePodSpec(object: KubernetesObject, change: (spec: PodSpec) => PodSpec): KubernetesObject {
  const path = paths[object.kind];
  if (path === undefined) throw new ObjectRefused(`the object is not a pod or does not have a pod template: *v1.${object.kind}`);
  return changeAt(object as unknown as Fields, path, (spec) => change(spec as unknown as PodSpec) as unknown as Fields) as unknown as KubernetesObject;
}

function changeAt(fields: Fields, [step, ...rest]: readonly string[], change: (at: Fields) => Fields): Fields {
  if (step === undefined) return change(fields);
  return { ...fields, [step]: changeAt((fields[step] ?? {}) as Fields, rest, change) };
}
