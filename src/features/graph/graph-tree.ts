import { endpointsOf } from "../../cluster/endpoints.ts";
import { nodeFacts } from "../../cluster/node-facts.ts";
import { podsOn, tableOf, type Entry, type Table } from "../../cluster/object-table.ts";
import { targetId, type Target } from "../../lib/object-key.ts";
import { kindOf, type ResourceTypes } from "../../lib/resources.ts";
import { stateWords } from "../../lib/state-glyph.ts";
import type { Lens } from "../../cluster/view-slice.ts";
import type { Scene } from "./lens.ts";
import { nodeLook } from "./node-box.ts";
import { byKey, ownerGroups, shownServices } from "./owner-groups.ts";
import type { PodEntry } from "./pod-look.ts";

/** The same picture in words: what the canvas shows, as a tree that can be walked and heard. */
export interface TreeItem {
  readonly id: string;
  readonly words: string;
  readonly target?: Target;
  readonly children: readonly TreeItem[];
}

/** The tree of a lens. */
export function treeOf(lens: Lens, scene: Scene): readonly TreeItem[] {
  return lens === "nodes" ? nodeTree(scene) : ownerTree(scene);
}

function nodeTree({ objects, faults }: Scene): readonly TreeItem[] {
  const nodes = [...tableOf(objects, "nodes").values()].sort(byKey).map(({ key, object }): TreeItem => {
    const pods = podsOn(objects, key);
    const facts = nodeFacts(object, pods);
    return { id: `nodes:${key}`, target: { resource: "nodes", key }, words: `Node ${key}, ${nodeLook(facts, faults).words}, ${count(pods.size, "pod")}`, children: podItems(pods) };
  });
  const waiting = podsOn(objects, "");
  return [...nodes, { id: "tray", words: `Unscheduled, ${count(waiting.size, "pod")}`, children: podItems(waiting) }];
}

function ownerTree({ objects, showSystem }: Scene): readonly TreeItem[] {
  const endpoints = endpointsOf(objects);
  const groups = ownerGroups(objects, endpoints, showSystem).map((group): TreeItem => {
    const children = group.branches.flatMap((branch): readonly TreeItem[] => {
      const pods = branch.pods.map(podItem);
      if (branch.title === "") return pods;
      const target = branch.owner && { resource: branch.owner.resource, key: branch.owner.key };
      return [{ id: branch.owner === undefined ? branch.id : targetId(branch.owner), target, words: `${branch.title}, ${branch.detail}`, children: pods }];
    });
    const target = group.workload && { resource: group.workload.resource, key: group.workload.key };
    return { id: group.id, target, words: `${group.kind} ${group.name}`, children };
  });
  const services = shownServices(objects, showSystem);
  return [...groups, ...services.map((service) => serviceItem(service, endpoints.podsByService.get(service.key)?.length ?? 0))];
}

const serviceItem = ({ resource, key, object }: Entry, endpoints: number): TreeItem => ({
  id: `${resource}:${key}`,
  target: { resource, key },
  words: `${kindOf(resource)} ${object.metadata.name}, ${count(endpoints, "endpoint")}`,
  children: [],
});

const itemsOf = new WeakMap<Table, readonly TreeItem[]>();

/** The pods of a node in words, made once for each version of the node's pods. */
function podItems(pods: Table<ResourceTypes["pods"]>): readonly TreeItem[] {
  const known = itemsOf.get(pods);
  if (known !== undefined) return known;
  const items = [...pods.values()].sort(byKey).map(podItem);
  itemsOf.set(pods, items);
  return items;
}

function podItem({ key, object, pod }: PodEntry): TreeItem {
  const state = pod?.state ?? "unknown";
  const status = pod === undefined ? "" : pod.status === stateWords[state] ? "" : `, ${pod.status}`;
  const restarts = pod === undefined || pod.restarts === 0 ? "" : `, ${count(pod.restarts, "restart")}`;
  return { id: `pods:${key}`, target: { resource: "pods", key }, words: `Pod ${object.metadata.name}, ${stateWords[state]}${status}${restarts}`, children: [] };
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;

/** A tree of more leaves than this begins folded: nobody walks through a thousand pods, and each costs time. */
const mostUnfolded = 150;

/** Are items without a word from the person open? */
export const opensByItself = (items: readonly TreeItem[]): boolean => items.reduce((sum, { children }) => sum + children.length, 0) <= mostUnfolded;

/** The items one would meet going down, given which are open; with their depth and place. */
export function visibleItems(items: readonly TreeItem[], isOpen: (id: string) => boolean, level = 1): readonly VisibleItem[] {
  return items.flatMap((item, position) => {
    const open = item.children.length > 0 && isOpen(item.id);
    const here = { item, level, position: position + 1, siblings: items.length, open };
    return open ? [here, ...visibleItems(item.children, isOpen, level + 1)] : [here];
  });
}

export interface VisibleItem {
  readonly item: TreeItem;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly open: boolean;
}

/** Where an arrow key leads from an item; undefined when the key is not for walking. */
export function walk(visible: readonly VisibleItem[], at: number, key: string): number | undefined {
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, visible.length - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return visible.length - 1;
    case "ArrowRight":
      return visible[at]?.open === true ? at + 1 : at;
    case "ArrowLeft":
      return parentOf(visible, at);
    default:
      return undefined;
  }
}

function parentOf(visible: readonly VisibleItem[], at: number): number {
  const level = visible[at]?.level ?? 1;
  for (let index = at - 1; index >= 0; index -= 1) if ((visible[index]?.level ?? 1) < level) return index;
  return at;
}
