import { assert, present } from "../../base/assert.ts";
import type { Cluster } from "../cache/cache.ts";
import type { NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { QueueEntry } from "../queue/queued-pod.ts";
import { eventsOf, type ClusterEvent, type Wake } from "./cluster-event.ts";
import { type ActiveFilter, CycleState } from "./cycle-state.ts";
import type { CycleValues } from "./cycle-values.ts";
import type { BindPlugin, FilterPlugin, PermitPlugin, Plugin, PostBindPlugin, PreBindPlugin, PreEnqueuePlugin, PreFilterPlugin, QueueSortPlugin, ReservePlugin, ScorePlugin } from "./plugin.ts";
import type { PostFilterContext, PostFilterPlugin } from "./post-filter.ts";
import { failed, type Refusal, skip, unresolvable, type Verdict } from "./status.ts";

/** A profile's plugins, ready to run. The order of the list is the order in which they are asked. */
export interface FrameworkOptions {
  readonly schedulerName: string;
  readonly plugins: readonly Plugin[];
  /** Of score plugins; 1 where it is not stated. */
  readonly weights: Readonly<Record<string, number>>;
  /** How many pods of the nodes are enough, in percent; 0 adapts to the size of the cluster. */
  readonly percentageOfNodesToScore: number;
}

/** What the look at the pod alone has brought. */
export interface PreFilterOutcome {
  readonly state: CycleState;
  readonly refusedBy?: string;
  readonly refusal?: Refusal;
  /** Only these nodes can fit, and the plugins that said so. */
  readonly nodeNames?: ReadonlySet<string>;
  readonly narrowedBy: readonly string[];
}

export interface PostFilterOutcome {
  readonly nominatedNodeName?: string;
  readonly message: string;
  readonly succeeded: boolean;
}

/** Runs the plugins of one profile at each extension point. */
export class Framework {
  readonly schedulerName: string;
  readonly percentageOfNodesToScore: number;
  readonly queueSort: QueueSortPlugin;
  readonly filters: readonly FilterPlugin[];
  readonly scorers: readonly { readonly plugin: ScorePlugin; readonly weight: number }[];
  readonly postFilters: readonly PostFilterPlugin[];
  readonly reservers: readonly ReservePlugin[];
  readonly permitters: readonly PermitPlugin[];
  readonly preBinders: readonly PreBindPlugin[];
  readonly binders: readonly BindPlugin[];
  readonly postBinders: readonly PostBindPlugin[];
  readonly #preEnqueuers: readonly PreEnqueuePlugin[];
  readonly #preFilters: readonly (PreFilterPlugin | FilterPlugin)[];
  readonly #wakes: ReadonlyMap<string, readonly Wake[]>;

  constructor({ schedulerName, plugins, weights, percentageOfNodesToScore }: FrameworkOptions) {
    const having = <P extends Plugin>(method: string) => plugins.filter((plugin) => method in plugin) as unknown as readonly P[];
    const sorters = having<QueueSortPlugin>("before");
    assert(sorters.length === 1, `profile ${schedulerName} needs exactly one queue sort plugin`);
    this.schedulerName = schedulerName;
    this.percentageOfNodesToScore = percentageOfNodesToScore;
    this.queueSort = present(sorters[0], "a queue sort plugin");
    this.filters = having<FilterPlugin>("filter");
    this.scorers = having<ScorePlugin>("score").map((plugin) => ({ plugin, weight: weights[plugin.name] ?? 1 }));
    this.postFilters = having("postFilter");
    this.reservers = having("reserve");
    this.permitters = having("permit");
    this.preBinders = having("preBind");
    this.binders = having("bind");
    this.postBinders = having("postBind");
    this.#preEnqueuers = having("preEnqueue");
    this.#preFilters = plugins.filter((plugin) => "filter" in plugin || "preFilter" in plugin) as unknown as readonly FilterPlugin[];
    this.#wakes = new Map(plugins.map(({ name, wakesUpOn = [] }) => [name, wakesUpOn]));
    assert(this.binders.length > 0, `profile ${schedulerName} needs a bind plugin`);
  }

  /** The first plugin that keeps the pod out of the queue. */
  gate(pod: PodInfo): string | undefined {
    return this.#preEnqueuers.find((plugin) => plugin.preEnqueue(pod) !== undefined)?.name;
  }

  before(a: QueueEntry, b: QueueEntry): boolean {
    return this.queueSort.before(a, b);
  }

  wakesOf(plugin: string): readonly Wake[] {
    return this.#wakes.get(plugin) ?? [];
  }

  /** The plugins that name the event. */
  listeners(event: ClusterEvent): readonly string[] {
    return [...this.#wakes].filter(([, wakes]) => eventsOf(wakes).includes(event)).map(([name]) => name);
  }

  /** Looks at the pod before any node. */
  preFilter(pod: PodInfo, cluster: Cluster): PreFilterOutcome {
    const state = new CycleState();
    const active: ActiveFilter[] = [];
    const narrowedBy: string[] = [];
    let nodeNames: ReadonlySet<string> | undefined;
    for (const plugin of this.#preFilters) {
      const answer = plugin.preFilter?.(pod, cluster) ?? { state: undefined };
      if (answer === skip) continue;
      if ("refusal" in answer) return { state, refusal: answer.refusal, refusedBy: plugin.name, narrowedBy };
      if ("filter" in plugin) active.push({ plugin, state: answer.state });
      if (answer.nodeNames === undefined) continue;
      narrowedBy.push(plugin.name);
      nodeNames = nodeNames === undefined ? answer.nodeNames : both(nodeNames, answer.nodeNames);
      if (nodeNames.size === 0) return { state, narrowedBy, refusal: narrowed(narrowedBy), refusedBy: plugin.name };
    }
    state.filters = active;
    return { state, narrowedBy, ...(nodeNames !== undefined && { nodeNames }) };
  }

  /** The first refusal; `state.refuser` names the plugin. */
  filter(pod: PodInfo, node: NodeInfo, state: CycleState): Verdict {
    const { filters } = state;
    for (let index = 0; index < filters.length; index++) {
      const { plugin, state: own } = filters[index]!;
      const verdict = plugin.filter(pod, node, own);
      if (verdict === undefined) continue;
      state.refuser = plugin.name;
      return verdict;
    }
    return undefined;
  }

  /** Every refusal, for those who want to know it all. */
  refusals(pod: PodInfo, node: NodeInfo, state: CycleState): readonly { readonly plugin: string; readonly refusal: Refusal }[] {
    return state.filters.flatMap(({ plugin, state: own }) => {
      const refusal = plugin.filter(pod, node, own);
      return refusal === undefined ? [] : [{ plugin: plugin.name, refusal }];
    });
  }

  /** Asks for help until a plugin has some. */
  postFilter(pod: PodInfo, context: PostFilterContext): PostFilterOutcome {
    const reasons: string[] = [];
    let nominatedNodeName: string | undefined;
    for (const plugin of this.postFilters) {
      const answer = plugin.postFilter(pod, context);
      nominatedNodeName = answer.nominatedNodeName ?? nominatedNodeName;
      if (answer.refusal === undefined) return { message: "", succeeded: true, nominatedNodeName };
      reasons.push(...answer.refusal.reasons);
      if (answer.refusal.code === "unresolvable" || answer.refusal.code === "error") break;
    }
    return { nominatedNodeName, succeeded: false, message: reasons.join(", ") };
  }

  /** Reserves with every plugin; after a refusal, what was reserved is given back. */
  reserve(values: CycleValues, pod: PodInfo, nodeName: string): { readonly plugin: string; readonly refusal: Refusal } | undefined {
    for (const plugin of this.reservers) {
      const refusal = plugin.reserve(values, pod, nodeName);
      if (refusal === undefined) continue;
      this.unreserve(values, pod, nodeName);
      return { plugin: plugin.name, refusal };
    }
    return undefined;
  }

  /** In reverse order, as upstream does. */
  unreserve(values: CycleValues, pod: PodInfo, nodeName: string): void {
    for (const plugin of this.reservers.toReversed()) plugin.unreserve(values, pod, nodeName);
  }

  async preBind(values: CycleValues, pod: PodInfo, nodeName: string): Promise<Verdict> {
    for (const plugin of this.preBinders) {
      const refusal = await plugin.preBind(values, pod, nodeName);
      if (refusal !== undefined) return failed(`running PreBind plugin "${plugin.name}": ${refusal.reasons.join(", ")}`);
    }
    return undefined;
  }

  async bind(pod: PodInfo, nodeName: string, cause: number | undefined): Promise<Verdict> {
    for (const plugin of this.binders) {
      const verdict = await plugin.bind(pod, nodeName, cause);
      if (verdict === skip) continue;
      return verdict === undefined ? undefined : failed(`running Bind plugin "${plugin.name}": ${verdict.reasons.join(", ")}`);
    }
    return failed("no bind plugin took the pod");
  }
}

const narrowed = (plugins: readonly string[]) =>
  plugins.length > 1
    ? unresolvable(`node(s) didn't satisfy plugin(s) [${plugins.toSorted().join(" ")}] simultaneously`)
    : unresolvable(`node(s) didn't satisfy plugin ${plugins[0]}`);

/** What is said of nodes outside the ones that some plugins have narrowed the search to. */
export const outsideOf = (plugins: readonly string[]) => unresolvable(`node(s) didn't satisfy plugin(s) [${plugins.toSorted().join(" ")}]`);

const both = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => new Set([...a].filter((name) => b.has(name)));
