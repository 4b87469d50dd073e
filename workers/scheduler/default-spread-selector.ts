import { isEverything, type Selector, selectorFromLabelSelector, selectorFromSet, setMatches } from "../apimachinery/labels.ts";
import type { ObjectKey } from "../apimachinery/object.ts";
import { controllerOf } from "../apimachinery/owner-references.ts";
import { ReplicaSets } from "../api/apps/replica-set.ts";
import { Services } from "../api/core/service.ts";
import type { InformerFactory } from "../client/informer-factory.ts";
import type { PodInfo } from "./cache/pod-info.ts";

/**
 * The pods among which a pod without spread constraints is spread: those that the services select which also select
 * the pod, and that its owner selects. Undefined when there are no such services and no such owner.
 */
export function defaultSpreadSelector(informers: InformerFactory): (pod: PodInfo) => Selector | undefined {
  const services = informers.for(Services);
  const replicaSets = informers.for(ReplicaSets);
  const known = new Map<string, Selector | undefined>();
  const forget = () => known.clear();
  services.addHandler({ added: forget, deleted: forget, updated: (before, after) => (before.spec.selector === after.spec.selector ? undefined : forget()) });
  replicaSets.addHandler({ added: forget, deleted: forget, updated: (before, after) => (before.spec.selector === after.spec.selector ? undefined : forget()) });

  /** What an owner selects, by its kind. Further kinds of owners spread their pods once they are served. */
  const owners: Readonly<Record<string, (key: ObjectKey) => Selector | undefined>> = {
    ReplicaSet: (key) => selectorFromLabelSelector(replicaSets.get(key)?.spec.selector),
  };

  function select({ namespace, labels, pod }: PodInfo): Selector | undefined {
    const wanted: Record<string, string> = {};
    for (const { spec } of services.inNamespace(namespace)) {
      if (spec.selector !== undefined && setMatches(spec.selector, labels)) Object.assign(wanted, spec.selector);
    }
    const owner = controllerOf(pod);
    const own = owner === undefined ? undefined : owners[owner.kind]?.(`${namespace}/${owner.name}`);
    const selector = { requirements: [...selectorFromSet(wanted).requirements, ...(own?.requirements ?? [])], nothing: false };
    return isEverything(selector) ? undefined : selector;
  }

  return (pod) => {
    const owner = controllerOf(pod.pod);
    const key = `${pod.namespace} ${owner?.kind}/${owner?.name} ${JSON.stringify(pod.labels)}`;
    if (!known.has(key)) {
      if (known.size >= mostKnown) known.clear();
      known.set(key, select(pod));
    }
    return known.get(key);
  };
}

const mostKnown = 4096;
