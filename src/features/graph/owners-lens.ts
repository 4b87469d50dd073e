import { endpointsOf, type Endpoints } from "../../cluster/endpoints.ts";
import { entryOf, tableOf, type Entry } from "../../cluster/object-table.ts";
import { targetId } from "../../lib/object-key.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import { Countdowns } from "./countdown.ts";
import { fill, text, type Drawing, type Frame, type GraphElement } from "./element.ts";
import type { GraphLens, Scene, View } from "./lens.ts";
import { branchGap, branchHeight, branchSize, chooseOwnerGrid, groupGap, groupPadding, serviceSize, workloadSize, type OwnerGrid } from "./owner-grid.ts";
import { ownerGroups, shownServices, type Branch, type Group } from "./owner-groups.ts";
import { drawPod, join, matches, slotFrame, type PodContext } from "./pod-look.ts";
import { drawRolloutBar } from "./rollout-bar.ts";
import { rolloutOf, rolloutWords } from "./rollout.ts";
import { Slots } from "./slots.ts";

/** So many lines between Services and pods can still be followed; beyond that one line leads to the whole group. */
const mostEdges = 60;

interface Context {
  readonly grid: OwnerGrid;
  readonly pods: PodContext;
  readonly filter: string;
}

/** Who made whom: Deployment, ReplicaSets (both during a rollout), pods; and the Services that send requests to them. */
export class OwnersLens implements GraphLens {
  readonly #slots = new Map<string, Slots>();
  readonly #countdowns = new Countdowns();

  draw(scene: Scene, view: View): Drawing {
    const endpoints = endpointsOf(scene.objects);
    const groups = ownerGroups(scene.objects, endpoints, scene.showSystem);
    this.#seat(groups);
    const services = servicesIn(groups, scene);
    const demand = groups.map(({ branches }) => branches.map(({ id }) => this.#slots.get(id)?.used ?? 0));
    const grid = chooseOwnerGrid({ groups: demand, services: services.length, view });
    const context: Context = { grid, filter: scene.filter, pods: this.#podContext(scene, endpoints, grid) };
    const elements = this.#drawGroups(groups, context);
    elements.push(...drawServices(services, { groups, endpoints, grid, filter: scene.filter }));
    return { elements, width: grid.width, height: grid.height };
  }

  #seat(groups: readonly Group[]) {
    const branches = groups.flatMap((group) => group.branches);
    const ids = new Set(branches.map(({ id }) => id));
    for (const id of this.#slots.keys()) if (!ids.has(id)) this.#slots.delete(id);
    for (const { id, pods } of branches) {
      const slots = this.#slots.get(id) ?? new Slots();
      this.#slots.set(id, slots);
      slots.seat(pods.map(({ key }) => key));
    }
  }

  #podContext({ objects, clock, filter }: Scene, endpoints: Endpoints, { detail }: OwnerGrid): PodContext {
    this.#countdowns.keep(new Set([...tableOf(objects, "pods").keys()].map((key) => `pods:${key}`)));
    return { detail, now: clock.now, countdowns: this.#countdowns, endpoints, filter, stripeOf: () => undefined };
  }

  #drawGroups(groups: readonly Group[], context: Context): GraphElement[] {
    let top = 0;
    return groups.flatMap((group, position) => {
      const height = context.grid.heights[position] ?? 0;
      const drawn = this.#drawGroup(group, { left: 0, top, width: context.grid.podsLeft + context.grid.podsWidth + groupPadding, height }, context);
      top += height + groupGap;
      return drawn;
    });
  }

  #drawGroup(group: Group, frame: Frame, context: Context): readonly GraphElement[] {
    const { grid } = context;
    const workload: Frame = { left: groupPadding, top: frame.top + groupPadding, ...workloadSize };
    let top = frame.top + groupPadding;
    const branches = group.branches.flatMap((branch) => {
      const drawn = this.#drawBranch(branch, group, { left: groupPadding + workloadSize.width + 26, top, ...branchSize }, context);
      top += branchHeight(this.#slots.get(branch.id)?.used ?? 0, grid.podColumns, grid.detail) + branchGap;
      return drawn;
    });
    return [fill(`${group.id}#group`, frame, { classes: "group" }), ...drawWorkload(group, workload, context), ...branches];
  }

  #drawBranch(branch: Branch, group: Group, frame: Frame, { grid, pods }: Context): readonly GraphElement[] {
    const slots = this.#slots.get(branch.id);
    const origin = { left: grid.podsLeft, top: frame.top };
    const drawn = branch.pods.flatMap((pod) => drawPod(pod, slotFrame(slots?.slotOf(pod.key) ?? 0, grid.podColumns, origin, grid.detail), pods));
    if (branch.title === "") return drawn;
    const id = branch.owner === undefined ? branch.id : targetId(branch.owner);
    const target = branch.owner && { resource: branch.owner.resource, key: branch.owner.key };
    return [
      fill(id, frame, { label: branch.title, classes: join("owner", "branch", branch.current ? "" : "old"), target }),
      text(`${id}#detail`, { x: frame.left + 10, y: frame.top + 27, width: frame.width - 14 }, branch.detail, "caption"),
      edge(group.id, id, "owns"),
      ...drawn,
    ];
  }
}

function drawWorkload({ id, workload, kind, name }: Group, frame: Frame, { filter }: Context): readonly GraphElement[] {
  const target = workload && { resource: workload.resource, key: workload.key };
  const dimmed = matches(name, filter) ? "" : "dimmed";
  const x = frame.left + 12;
  const body = [
    fill(id, frame, { classes: join("owner", "workload", dimmed), target }),
    text(`${id}#kind`, { x, y: frame.top + 16 }, kind, "caption"),
    text(`${id}#name`, { x, y: frame.top + 32, width: frame.width - 24 }, name, "title"),
  ];
  if (workload?.resource !== "deployments.apps") return body;
  const rollout = rolloutOf((workload as Entry<ResourceTypes["deployments.apps"]>).object);
  return [
    ...body,
    ...drawRolloutBar(id, rollout, { left: x, top: frame.top + 45, width: frame.width - 24, height: 6 }),
    text(`${id}#rollout`, { x, y: frame.top + 63, width: frame.width - 24 }, rolloutWords(rollout), "caption"),
  ];
}

/** The Services that have endpoints here; those without any stand below, since that is what one looks for. */
function servicesIn(groups: readonly Group[], { objects, showSystem }: Scene): readonly Entry[] {
  const used = [...new Set(groups.flatMap(({ services }) => services))].flatMap((key) => entryOf(objects, { resource: "services", key }) ?? []);
  return [...new Set([...used, ...shownServices(objects, showSystem)])];
}

function drawServices(services: readonly Entry[], place: { readonly groups: readonly Group[]; readonly endpoints: Endpoints; readonly grid: OwnerGrid; readonly filter: string }): readonly GraphElement[] {
  const { groups, endpoints, grid, filter } = place;
  const tops = groupTops(grid);
  let free = 0;
  return services.flatMap((service) => {
    const backends = endpoints.podsByService.get(service.key) ?? [];
    const group = groups.findIndex(({ services: keys }) => keys.includes(service.key));
    const top = Math.max(free, group < 0 ? free : (tops[group] ?? 0) + groupPadding);
    free = top + serviceSize.height + 10;
    const frame = { left: grid.servicesLeft, top, ...serviceSize };
    return [...drawService(service, backends, frame, filter), ...serviceEdges(service, backends, { groups, total: services.length, shown: grid.detail !== "dot" })];
  });
}

function groupTops({ heights }: OwnerGrid): readonly number[] {
  let top = 0;
  return heights.map((height) => {
    const here = top;
    top += height + groupGap;
    return here;
  });
}

type Backend = { readonly pod: string; readonly ready: boolean };

function drawService(service: Entry, backends: readonly Backend[], frame: Frame, filter: string): readonly GraphElement[] {
  const id = targetId(service);
  const { type = "ClusterIP" } = (service as Entry<ResourceTypes["services"]>).object.spec;
  const ready = backends.filter((backend) => backend.ready).length;
  const words = type === "ExternalName" ? type : ready === 0 ? `${type} · no endpoints` : `${type} · ${ready} endpoint${ready === 1 ? "" : "s"}`;
  const dimmed = matches(service.object.metadata.name, filter) ? "" : "dimmed";
  return [
    fill(id, frame, { label: service.object.metadata.name, classes: join("owner", "service", dimmed), target: { resource: "services", key: service.key } }),
    text(`${id}#words`, { x: frame.left + 12, y: frame.top + 29, width: frame.width - 20 }, words, join("caption", ready === 0 && type !== "ExternalName" ? "worried" : "")),
  ];
}

function serviceEdges(service: Entry, backends: readonly Backend[], { groups, total, shown }: { readonly groups: readonly Group[]; readonly total: number; readonly shown: boolean }): readonly GraphElement[] {
  const id = targetId(service);
  const drawn = new Set(groups.flatMap(({ branches }) => branches.flatMap(({ pods }) => pods.map(({ key }) => key))));
  if (shown && backends.length * total <= mostEdges) {
    return backends.filter(({ pod }) => drawn.has(pod)).map(({ pod, ready }) => edge(id, `pods:${pod}`, ready ? "routes" : "routes unready"));
  }
  return groups.filter(({ services }) => services.includes(service.key)).map((group) => edge(id, `${group.id}#group`, "routes"));
}

const edge = (from: string, to: string, classes: string): GraphElement => ({ id: `${from}→${to}`, x: 0, y: 0, width: 0, height: 0, label: "", classes: `edge ${classes}`, from, to });
