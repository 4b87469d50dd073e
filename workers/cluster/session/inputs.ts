import type { Milliseconds } from "../../base/units.ts";
import type { Action } from "../../protocol/session.ts";
import { InputLog } from "../../sim/input-log.ts";
import type { Pacer } from "../../sim/pacer.ts";
import type { Simulation } from "../../sim/simulation.ts";

/** Carries out one action in the instant in which it enters; the number is its place in the log, the root of all it causes. */
export type CarryOut = (action: Action, input: number) => void;

/** The only door into the world: whatever a person does is written down with its virtual time, then it happens. */
export class Inputs {
  readonly log = new InputLog<Action>();
  readonly #simulation: Simulation;
  readonly #pacer: Pacer;

  constructor(simulation: Simulation, pacer: Pacer) {
    this.#simulation = simulation;
    this.#pacer = pacer;
  }

  /** Lets an action in now, and resolves when its instant is over. What takes longer goes on by itself. */
  async admit(action: Action, carryOut: (input: number) => void): Promise<void> {
    const at = this.#simulation.input(() => carryOut(this.log.append(this.#simulation.now(), action)));
    await this.#pacer.admit(at);
  }

  /** Lets something in that changes nothing, so it is not written down. */
  async visit(look: () => void): Promise<void> {
    await this.#pacer.admit(this.#simulation.input(look));
  }

  /** Schedules what was once done, at the same virtual time as then. */
  replay(at: Milliseconds, action: Action, carryOut: CarryOut): void {
    this.#simulation.input(() => carryOut(action, this.log.append(at, action)), at);
  }
}
