import type { NodeInfo } from "../cache/node-info.ts";
import { type Refusal, type RefusalCode, unresolvable } from "./status.ts";

/** Why each node was refused, and by which plugins. Filled once per attempt, so it is two lists, not a map. */
export class Refusals {
  readonly nodes: NodeInfo[] = [];
  readonly given: Refusal[] = [];
  /** Names of all plugins that refused. */
  readonly plugins = new Set<string>();
  /** What holds for nodes that nobody asked about. */
  absent: Refusal = unresolvable();
  #byNode: Map<NodeInfo, Refusal> | undefined;

  get size(): number {
    return this.nodes.length;
  }

  add(node: NodeInfo, refusal: Refusal): void {
    this.nodes.push(node);
    this.given.push(refusal);
    this.#byNode = undefined;
  }

  of(node: NodeInfo): Refusal {
    this.#byNode ??= new Map(this.nodes.map((each, index) => [each, this.given[index]!]));
    return this.#byNode.get(node) ?? this.absent;
  }

  /** The nodes that were refused with the code. */
  nodesWith(code: RefusalCode, all: readonly NodeInfo[]): readonly NodeInfo[] {
    if (this.absent.code === code) return all.filter((node) => this.of(node).code === code);
    return this.nodes.filter((_, index) => this.given[index]!.code === code);
  }
}
