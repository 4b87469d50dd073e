import { Nodes } from "../../api/core/node.ts";
import { present } from "../../base/assert.ts";
import { minute, second, type Milliseconds } from "../../base/units.ts";
import type { ClockState, Delta, Speed } from "../../protocol/delta.ts";
import type { Action, SessionRecord, SessionSettings, TerminalCommand } from "../../protocol/session.ts";
import { Lifetime } from "../../sim/lifetime.ts";
import { Pacer, type WallClock } from "../../sim/pacer.ts";
import type { Turn } from "../../sim/simulation.ts";
import type { Cluster } from "../cluster.ts";
import { createCluster } from "../create-cluster.ts";
import { perform } from "./actions.ts";
import { Chronicle } from "./chronicle.ts";
import { DeltaStream } from "./delta-stream.ts";
import { Inputs } from "./inputs.ts";
import { Operator, type Visit } from "./operator.ts";
import { isRecord } from "./settings.ts";
import { isNews, longestWait, quietPeriod, silenceUnnoticed } from "./settled.ts";
import { WorldView } from "./world-view.ts";

/** What a session needs from the world outside: turns of the event loop and real time. */
export interface World {
  readonly turn: Turn;
  readonly wall: WallClock;
  /** Where the schema's descriptions come late: brings them, and resolves when the definitions have them. */
  readonly descriptions?: () => Promise<void>;
}

/** Deltas go out at most so often (real milliseconds): twice per frame would be waste. */
const deltaInterval = 33;
/** The first manifest gets so long to come up before a person looks at it. */
const longestOpening = 30 * second;
/** A cluster that has not come up by then never will. */
const longestBoot = 10 * minute;

/** One cluster with everything that lets people watch and touch it: the state behind a `Session`. */
export class Playground {
  readonly cluster: Cluster;
  readonly operator: Operator;
  readonly inputs: Inputs;
  readonly chronicle: Chronicle;
  readonly pacer: Pacer;
  readonly #settings: SessionSettings;
  readonly #start: Milliseconds;
  readonly #wall: WallClock;
  readonly #stream: DeltaStream;
  #running: ClockState["running"];
  #flushedAt = 0;
  /** When something was written last that is more than the pulse. */
  #newsAt = 0;
  /** While a boot or a replay runs: what it is, and where it ends. */
  #progress: { readonly label: string; readonly from: Milliseconds; readonly to: Milliseconds } | undefined;

  constructor(settings: SessionSettings, { turn, wall }: World, listener: (delta: Delta) => void) {
    this.#settings = settings;
    this.#wall = wall;
    this.cluster = createCluster({ seed: settings.seed, nodes: settings.nodes, turn });
    const { simulation, store } = this.cluster;
    this.#start = simulation.now();
    this.chronicle = new Chronicle(() => simulation.now());
    this.operator = new Operator(this.cluster);
    this.pacer = new Pacer({ simulation, wall, between: (idle) => this.#between(idle), failed: (error) => this.#failed(error) });
    this.inputs = new Inputs(simulation, this.pacer);
    const sources = {
      world: new WorldView(() => simulation.now()),
      chronicle: this.chronicle,
      clock: () => this.#clock(),
      traffic: () => this.cluster.visitors.loads(),
      apiServerUp: () => this.cluster.endpoints.any !== undefined,
    };
    this.#stream = new DeltaStream(sources, listener);
    store.observe((events) => {
      this.#stream.observe(events);
      if (isNews(events)) this.#newsAt = simulation.now();
    });
  }

  /** Boots the cluster, sets the scene, and replays what was once done. Resolves when the world has got there. */
  async open(source: SessionSettings | SessionRecord): Promise<void> {
    this.#stream.send({ reset: true });
    void this.pacer.run();
    this.#progress = { label: "Starting the control plane", from: this.#start, to: this.#start + minute };
    await this.pacer.dash(this.#start + longestBoot, () => this.cluster.ready);
    await this.#setTheScene();
    if (isRecord(source)) await this.#replay(source);
    this.#progress = undefined;
    this.#stream.send({ progress: null });
    this.pacer.resume(1);
  }

  close(): void {
    this.pacer.close();
    this.cluster.lifetime.end();
  }

  pause(): void {
    this.pacer.pause();
  }

  resume(speed: Speed): void {
    this.pacer.resume(speed);
  }

  step(): void {
    this.pacer.step();
  }

  /** Runs ahead until nothing is left but the pulse. */
  async runUntilSettled(): Promise<{ readonly settled: boolean; readonly message: string }> {
    const begun = this.cluster.simulation.now();
    const settled = await this.#dash("until-settled", begun + longestWait, this.#quiet());
    const took = Math.round((this.cluster.simulation.now() - begun) / second);
    return { settled, message: settled ? `Settled after ${took} s of cluster time.` : `Still busy after ${took} s of cluster time.` };
  }

  async runFor(duration: Milliseconds): Promise<void> {
    await this.#dash("skip", this.cluster.simulation.now() + duration, () => false);
  }

  /** Does what a person asked for, and answers when the instant of the action is over or it has its result. */
  async act<Result>(action: Action, carryOut: (input: number) => Promise<Result>): Promise<Result> {
    let result: Promise<Result> | undefined;
    await this.inputs.admit(action, (input) => (result = this.#attend(carryOut(input))));
    return present(result, "an admitted input has been carried out");
  }

  /** Runs a line of the terminal. Lines that may write are inputs; the others are looks. */
  async command(line: string, mayWrite: boolean, visit: Omit<Visit, "input" | "lifetime">): Promise<TerminalCommand> {
    const lifetime = this.cluster.lifetime.child();
    const run = (input: number | undefined) => this.#attend(this.#runLine(line, { ...visit, input, lifetime }));
    const action: Action = { type: "kubectl", line, files: visit.files };
    if (mayWrite) await this.inputs.admit(action, (input) => void run(input));
    else await this.inputs.visit(() => void run(undefined));
    return {
      interrupt: () => {
        if (lifetime.ended) return;
        lifetime.end();
        visit.sink.write("^C\n");
        visit.sink.exit(130);
      },
      input: () => {},
    };
  }

  record(): SessionRecord {
    return { version: 1, settings: this.#settings, inputs: this.inputs.log.entries, until: this.cluster.simulation.now() };
  }

  async #runLine(line: string, visit: Visit): Promise<void> {
    const code = await this.operator.run(line, visit);
    if (visit.lifetime.ended) return;
    visit.lifetime.end();
    visit.sink.exit(code);
  }

  /** A task that a person started: if it breaks, an invariant is broken. */
  #attend<Result>(task: Promise<Result>): Promise<Result> {
    task.catch((error: unknown) => this.cluster.simulation.fail(error));
    return task;
  }

  async #setTheScene(): Promise<void> {
    const { manifest, traffic = 0 } = this.#settings;
    if (manifest === undefined) return;
    const { simulation, visitors } = this.cluster;
    const arrange = async () => {
      const outcomes = await this.operator.apply(manifest, undefined);
      for (const { target, namespace = "default" } of outcomes) {
        if (traffic > 0 && target.startsWith("service/")) visitors.send(`${namespace}/${target.slice("service/".length)}`, traffic);
      }
    };
    await this.inputs.visit(() => simulation.spawn(arrange));
    // What a person meets is a cluster that lives already, not one that is being set up.
    await this.pacer.dash(simulation.now() + longestOpening, this.#quiet());
  }

  async #replay({ inputs, until }: SessionRecord): Promise<void> {
    const now = this.cluster.simulation.now();
    this.#progress = { label: "Replaying what happened", from: now, to: until };
    for (const { at, action } of inputs) this.inputs.replay(at, action, (done, input) => void this.#attend(this.#redo(done, input)));
    await this.pacer.dash(until, () => false);
  }

  async #redo(action: Action, input: number): Promise<void> {
    if (action.type === "apply") await this.operator.apply(action.manifest, input);
    else if (action.type === "kubectl") await this.operator.run(action.line, { input, sink: { write() {}, exit() {} }, files: action.files ?? {}, lifetime: new Lifetime() });
    else await perform(action, { cluster: this.cluster, client: this.operator.client(input) });
  }

  async #dash(running: ClockState["running"], until: Milliseconds, done: () => boolean): Promise<boolean> {
    this.#running = running;
    try {
      return await this.pacer.dash(until, done);
    } finally {
      this.#running = undefined;
    }
  }

  /** Holds once nothing was written for a while, nothing is going to happen, and no silence is still to be noticed. */
  #quiet(): () => boolean {
    const { cluster, operator } = this;
    const { simulation } = cluster;
    this.#newsAt = simulation.now();
    return () => {
      const now = simulation.now();
      if (!simulation.idle) this.#newsAt = now;
      if (now - this.#newsAt < quietPeriod) return false;
      return !silenceUnnoticed(operator.informers.for(Nodes).list(), (name) => cluster.isSilent(name));
    };
  }

  #clock(): ClockState {
    const { paused, pace } = this.pacer;
    return { now: this.cluster.simulation.now(), start: this.#start, paused, speed: pace, ...(this.#running !== undefined && { running: this.#running }) };
  }

  #between(idle: boolean): boolean {
    const now = this.#wall.now();
    if (now - this.#flushedAt < deltaInterval && !idle) return false;
    this.#flushedAt = now;
    if (this.#progress !== undefined) this.#tellProgress(this.#progress);
    return this.#stream.flush();
  }

  #tellProgress({ label, from, to }: { readonly label: string; readonly from: Milliseconds; readonly to: Milliseconds }): void {
    this.#stream.send({ progress: { label, done: Math.min(this.cluster.simulation.now() - from, to - from), of: to - from } });
  }

  #failed(error: unknown): void {
    this.#stream.send({ failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}
