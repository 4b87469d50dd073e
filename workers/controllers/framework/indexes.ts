import type { KubernetesObject } from "../../apimachinery/object.ts";
import { controllerOf } from "../../apimachinery/owner-references.ts";
import { matches, requiresExactMatch, type Selector } from "../../apimachinery/labels.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { Informer } from "../../client/informer.ts";

const byController = "controller";
const byLabel = "label";
const byNode = "node";

const orphansOf = (namespace: string | undefined) => `orphans of ${namespace ?? ""}`;

/** Files objects under their managing owner, or among the orphans of their namespace. */
export function indexByController<T extends KubernetesObject>(informer: Informer<T>): Informer<T> {
  informer.addIndex(byController, (object) => [controllerOf(object)?.uid ?? orphansOf(object.metadata.namespace)]);
  return informer;
}

/** The objects that `owner` manages. The informer must be indexed by controller. */
export const controlledBy = <T extends KubernetesObject>(informer: Informer<T>, owner: KubernetesObject): readonly T[] =>
  managedBy(informer, owner.metadata.uid);

/** The objects whose managing owner has the uid. The informer must be indexed by controller. */
export const managedBy = <T extends KubernetesObject>(informer: Informer<T>, uid: string): readonly T[] => informer.by(byController, uid);

/** The objects in a namespace that nobody manages. The informer must be indexed by controller. */
export const orphansIn = <T extends KubernetesObject>(informer: Informer<T>, namespace: string | undefined): readonly T[] =>
  informer.by(byController, orphansOf(namespace));

const labelValue = (namespace: string, key: string, value: string) => `${namespace}/${key}=${value}`;

/** Files objects of namespaces under each of their labels. */
export function indexByLabel<T extends KubernetesObject>(informer: Informer<T>): Informer<T> {
  informer.addIndex(byLabel, ({ metadata: { namespace = "", labels = {} } }) =>
    Object.entries(labels).map(([key, value]) => labelValue(namespace, key, value)),
  );
  return informer;
}

/** The objects of a namespace that a selector selects, looked up by its rarest label. The informer must be indexed by label. */
export function selected<T extends KubernetesObject>(informer: Informer<T>, namespace: string, selector: Selector): readonly T[] {
  let rarest: string | undefined;
  let fewest = Infinity;
  for (const { key } of selector.requirements) {
    const exact = requiresExactMatch(selector, key);
    if (exact === undefined) continue;
    const count = informer.countBy(byLabel, labelValue(namespace, key, exact));
    if (count < fewest) [rarest, fewest] = [labelValue(namespace, key, exact), count];
  }
  const candidates = rarest === undefined ? informer.inNamespace(namespace) : informer.by(byLabel, rarest);
  // The index has answered all of a selector that names one label.
  if (rarest !== undefined && selector.requirements.length === 1) return candidates;
  return candidates.filter((object) => matches(selector, object.metadata.labels));
}

/** Files pods under the node that they run on. */
export function indexByNode(informer: Informer<Pod>): Informer<Pod> {
  informer.addIndex(byNode, ({ spec }) => [spec.nodeName ?? ""]);
  return informer;
}

/** The pods of a node. The informer must be indexed by node. */
export const podsOnNode = (informer: Informer<Pod>, node: string): readonly Pod[] => informer.by(byNode, node);

/** The names of all nodes that pods say they run on. The informer must be indexed by node. */
export const nodesWithPods = (informer: Informer<Pod>): readonly string[] => informer.indexValues(byNode).filter((name) => name !== "");
