import type { Milliseconds } from "../base/units.ts";
import type { Clock, TimerKind } from "../sim/clock.ts";
import type { Links } from "./links.ts";

const firstRetransmission: Milliseconds = 200;
const longestRetransmission: Milliseconds = 120_000;
/** Linux' tcp_retries2: about 15 minutes of trying before the kernel gives a connection up. */
const mostRetransmissions = 15;

/** The way that the packets of one connection take, node by node, with TCP's persistence. */
export class Circuit {
  readonly #links: Links;
  readonly #clock: Clock;
  readonly #nodes: readonly string[];
  readonly #kind: TimerKind;

  /** `nodes` are the stops on the way, the sender's first; `kind` is the kind of all timers of the packets. */
  constructor(links: Links, clock: Clock, nodes: readonly string[], kind: TimerKind = "background") {
    this.#links = links;
    this.#clock = clock;
    this.#nodes = nodes;
    this.#kind = kind;
  }

  /** Time one packet needs now, or undefined when it would be lost. */
  tryOnce(): Milliseconds | undefined {
    let latency = 0;
    for (let index = 1; index < this.#nodes.length; index++) {
      const from = this.#nodes[index - 1]!;
      const to = this.#nodes[index]!;
      const path = this.#links.path(from, to);
      if (!path.reachable || this.#links.loses(from, to)) return undefined;
      latency += path.latency;
    }
    return latency;
  }

  /** Brings a packet over, again and again while it gets lost; at once when both ends are on one node. */
  send(arrive: () => void, giveUp: () => void): void {
    this.#attempt(0, arrive, giveUp);
  }

  /** The same circuit, for the answers. */
  reversed(): Circuit {
    return this.#nodes.length < 2 ? this : new Circuit(this.#links, this.#clock, this.#nodes.toReversed(), this.#kind);
  }

  #attempt(count: number, arrive: () => void, giveUp: () => void): void {
    if (count > mostRetransmissions) return giveUp();
    // A machine without power sends nothing and has nobody left to tell.
    if (this.#links.isOff(this.#nodes[0]!)) return;
    const latency = this.tryOnce();
    if (latency === 0) return arrive();
    if (latency !== undefined) return void this.#clock.after(latency, arrive, this.#kind);
    const wait = Math.min(firstRetransmission * 2 ** count, longestRetransmission);
    this.#clock.after(wait, () => this.#attempt(count + 1, arrive, giveUp), this.#kind);
  }
}
