import type { KubernetesObject } from "../../apimachinery/object.ts";
import { groupOf } from "../../apimachinery/owner-references.ts";
import { configMapDescriber } from "./config-map.ts";
import { cronJobDescriber } from "./cron-job.ts";
import { daemonSetDescriber } from "./daemon-set.ts";
import { deploymentDescriber } from "./deployment.ts";
import type { DescribeContext, Describer } from "./describer.ts";
import { Description } from "./description.ts";
import { endpointSliceDescriber } from "./endpoint-slice.ts";
import { endpointsDescriber } from "./endpoints.ts";
import { describeAny } from "./generic.ts";
import { jobDescriber } from "./job.ts";
import { limitRangeDescriber } from "./limit-range.ts";
import { namespaceDescriber } from "./namespace.ts";
import { nodeDescriber } from "./node.ts";
import { podDescriber } from "./pod.ts";
import { priorityClassDescriber } from "./priority-class.ts";
import { replicaSetDescriber } from "./replica-set.ts";
import { resourceQuotaDescriber } from "./resource-quota.ts";
import { secretDescriber } from "./secret.ts";
import { serviceAccountDescriber } from "./service-account.ts";
import { serviceDescriber } from "./service.ts";
import { statefulSetDescriber } from "./stateful-set.ts";

/** Every kind that `kubectl describe` has words of its own for. All others are described field by field. */
export const describers: readonly Describer[] = [
  configMapDescriber,
  cronJobDescriber,
  daemonSetDescriber,
  deploymentDescriber,
  endpointSliceDescriber,
  endpointsDescriber,
  jobDescriber,
  limitRangeDescriber,
  namespaceDescriber,
  nodeDescriber,
  podDescriber,
  priorityClassDescriber,
  replicaSetDescriber,
  resourceQuotaDescriber,
  secretDescriber,
  serviceAccountDescriber,
  serviceDescriber,
  statefulSetDescriber,
];

const byKind = new Map(describers.map((describer) => [`${describer.group}/${describer.kind}`, describer]));

/** What `kubectl describe` prints about an object. */
export async function describe(object: KubernetesObject, context: DescribeContext): Promise<string> {
  const into = new Description();
  const describer = byKind.get(`${groupOf(object.apiVersion)}/${object.kind}`);
  await (describer === undefined ? describeAny(object, context, into) : describer.describe(object, context, into));
  return into.toString();
}
