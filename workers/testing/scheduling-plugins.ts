import type { Cache } from "../scheduler/cache/cache.ts";
import type { Framework } from "../scheduler/framework/framework.ts";
import type { BindPlugin, FilterPlugin, Plugin, PreFilterPlugin, ScorePlugin } from "../scheduler/framework/plugin.ts";
import { normalizeByHighest } from "../scheduler/framework/normalize.ts";
import type { Refusal } from "../scheduler/framework/status.ts";
import { type ConnectedPlugins, createFramework, type ProfileConfiguration } from "../scheduler/profile.ts";
import { info, type PodSketch } from "./scheduling-objects.ts";

/** What a filter plugin says of each node by name: "fits", or its code and reasons. A plugin that skips lets all nodes pass. */
export function verdicts(plugin: Plugin, sketch: PodSketch, cache: Cache): Readonly<Record<string, string>> {
  const pod = info(sketch);
  const filter = plugin as FilterPlugin;
  const answer = filter.preFilter?.(pod, cache) ?? { state: undefined };
  const verdictOf = (name: string): Refusal | undefined => {
    if (answer === "skip") return undefined;
    if ("refusal" in answer) return answer.refusal;
    if (answer.nodeNames?.has(name) === false) return { code: "unresolvable", reasons: ["outside"] };
    return filter.filter(pod, cache.node(name)!, answer.state);
  };
  return Object.fromEntries(cache.nodes.map(({ name }) => [name, text(verdictOf(name))]));
}

/** The scores of the nodes by name, brought to 0–100; undefined when the plugin has nothing to say about the pod. */
export function scores(plugin: Plugin, sketch: PodSketch, cache: Cache): Readonly<Record<string, number>> | undefined {
  const pod = info(sketch);
  const scorer = plugin as ScorePlugin;
  const prepared = scorer.preScore?.(pod, cache.nodes, cache) ?? { state: undefined };
  if (prepared === "skip") return undefined;
  const raw = Float64Array.from(cache.nodes, (node) => scorer.score(pod, node, prepared.state, cache));
  if (scorer.normalize !== undefined) scorer.normalize(raw, cache.nodes, prepared.state);
  else if (scorer.best !== undefined) normalizeByHighest(raw, scorer.best === "lowest");
  return Object.fromEntries(cache.nodes.map(({ name }, index) => [name, raw[index]!]));
}

/** Does the plugin have nothing to do for the pod before any node is looked at? */
export const isSkipped = (plugin: Plugin, sketch: PodSketch, cache: Cache) => (plugin as PreFilterPlugin).preFilter(info(sketch), cache) === "skip";

const text = (refusal: Refusal | undefined) => (refusal === undefined ? "fits" : `${refusal.code}: ${refusal.reasons.join(", ")}`);

/** The default profile, unable to preempt or bind. */
export function offlineFramework(configuration: Partial<ProfileConfiguration> = {}): Framework {
  const defaultBinder: BindPlugin = { name: "DefaultBinder", bind: () => Promise.resolve(undefined) };
  const connected: ConnectedPlugins = { defaultBinder, defaultPreemption: { name: "DefaultPreemption" }, defaultSpreadSelector: () => undefined };
  return createFramework({ schedulerName: "default-scheduler", ...configuration }, connected);
}
