import type { Random } from "../sim/random.ts";
import type { Cluster } from "./cache/cache.ts";
import type { NodeInfo } from "./cache/node-info.ts";
import type { PodInfo } from "./cache/pod-info.ts";
import type { ActiveScore } from "./framework/cycle-state.ts";
import type { Framework } from "./framework/framework.ts";
import { normalizeByHighest } from "./framework/normalize.ts";
import type { ScorePlugin } from "./framework/plugin.ts";
import { skip } from "./framework/status.ts";

/** The scores of one plugin, in the order of the nodes. Valid until the next cycle: copy what has to last. */
export interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  readonly scores: Float64Array;
}

export interface NodeScores {
  readonly byPlugin: readonly PluginScores[];
  readonly totals: Float64Array;
}

/** Scores nodes with all score plugins of a profile. Its arrays serve every cycle anew. */
export class NodeScorer {
  #buffers: Float64Array[] = [];

  score(framework: Framework, pod: PodInfo, nodes: readonly NodeInfo[], cluster: Cluster): NodeScores {
    const totals = this.#buffer(0, nodes.length).fill(0);
    const byPlugin: PluginScores[] = [];
    for (const { plugin, weight, state } of activeScores(framework, pod, nodes, cluster)) {
      const scores = this.#buffer(byPlugin.length + 1, nodes.length);
      for (let index = 0; index < nodes.length; index++) scores[index] = plugin.score(pod, nodes[index]!, state, cluster);
      normalize(plugin, scores, nodes, state);
      for (let index = 0; index < nodes.length; index++) totals[index]! += scores[index]! * weight;
      byPlugin.push({ plugin: plugin.name, weight, scores });
    }
    return { byPlugin, totals };
  }

  #buffer(number: number, length: number): Float64Array {
    const known = this.#buffers[number];
    if (known !== undefined && known.length >= length) return known.subarray(0, length);
    const buffer = new Float64Array(Math.max(length, 64) * 2);
    this.#buffers[number] = buffer;
    return buffer.subarray(0, length);
  }
}

/** One of the best nodes; among equals, chance decides. */
export function pickBest(totals: Float64Array, random: Random): number {
  let best = 0;
  let equals = 1;
  for (let index = 1; index < totals.length; index++) {
    if (totals[index]! > totals[best]!) {
      best = index;
      equals = 1;
    } else if (totals[index] === totals[best] && random.integer(0, equals++) === 0) {
      best = index;
    }
  }
  return best;
}

function activeScores({ scorers }: Framework, pod: PodInfo, nodes: readonly NodeInfo[], cluster: Cluster): readonly ActiveScore[] {
  const active: ActiveScore[] = [];
  for (const { plugin, weight } of scorers) {
    const prepared = plugin.preScore?.(pod, nodes, cluster) ?? noState;
    if (prepared !== skip) active.push({ plugin, weight, state: prepared.state });
  }
  return active;
}

const noState = { state: undefined };

function normalize(plugin: ScorePlugin, scores: Float64Array, nodes: readonly NodeInfo[], state: unknown): void {
  if (plugin.normalize !== undefined) plugin.normalize(scores, nodes, state);
  else if (plugin.best !== undefined) normalizeByHighest(scores, plugin.best === "lowest");
}
