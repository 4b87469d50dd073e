import type { KubernetesObject } from "../../apimachinery/object.ts";
import { forbidden } from "../../apimachinery/status.ts";
import type { Pod } from "../../api/core/pod.ts";
import { PriorityClasses, type PriorityClass } from "../../api/scheduling/priority-class.ts";
import type { AdmissionPlugin, AdmissionReview } from "../core.ts";
import { forNewPods } from "./for-pods.ts";

const defaultPreemption = "PreemptLowerPriority";

interface Resolved {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy: "Never" | "PreemptLowerPriority";
}

/** Turns the name of a pod's PriorityClass into its number; only one class may be the default. */
export const priority: AdmissionPlugin = {
  name: "Priority",

  mutate: forNewPods((pod, review) => {
    const resolved = resolve(pod, review);
    checkGiven(pod, resolved, review);
    const spec = { ...pod.spec, priority: resolved.value, preemptionPolicy: resolved.preemptionPolicy, ...(resolved.name !== "" && { priorityClassName: resolved.name }) };
    return { ...pod, spec };
  }),

  validate(review) {
    const { call, object, name } = review;
    const { resource } = call.served;
    if (resource.plural !== PriorityClasses.plural || resource.group !== PriorityClasses.group || object === undefined) return;
    if (!isGlobalDefault(object)) return;
    const other = globalDefault(review);
    if (other !== undefined && other.metadata.name !== name) {
      throw forbidden(call.served.name, name, `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`);
    }
  },
};

function resolve(pod: Pod, review: AdmissionReview): Resolved {
  const { priorityClassName = "" } = pod.spec;
  if (priorityClassName === "") {
    const found = globalDefault(review);
    return found === undefined ? { name: "", value: 0, preemptionPolicy: defaultPreemption } : resolved(found);
  }
  const found = review.call.core.served.of(PriorityClasses)?.get("", priorityClassName);
  if (found === undefined) throw forbidden(review.call.served.name, nameOf(pod), `no PriorityClass with name ${priorityClassName} was found`);
  return resolved(found);
}

const resolved = ({ metadata: { name }, value = 0, preemptionPolicy = defaultPreemption }: PriorityClass): Resolved => ({ name, value, preemptionPolicy });

/** Of several defaults, which cannot be, the least important counts. */
function globalDefault({ call }: AdmissionReview): PriorityClass | undefined {
  let found: PriorityClass | undefined;
  call.core.served.of(PriorityClasses)?.visit("", (each) => {
    if (each.globalDefault === true && (found === undefined || (each.value ?? 0) < (found.value ?? 0))) found = each;
  });
  return found;
}

function checkGiven(pod: Pod, { value, preemptionPolicy }: Resolved, { call }: AdmissionReview): void {
  const given = pod.spec;
  if (given.priority !== undefined && given.priority !== value) {
    throw forbidden(call.served.name, nameOf(pod), `the integer value of priority (${given.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`);
  }
  if (given.preemptionPolicy !== undefined && given.preemptionPolicy !== preemptionPolicy) {
    throw forbidden(call.served.name, nameOf(pod), `the string value of PreemptionPolicy (${given.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`);
  }
}

const nameOf = ({ metadata }: KubernetesObject) => metadata.name ?? "";
const isGlobalDefault = (object: KubernetesObject) => (object as PriorityClass).globalDefault === true;
