import type { Delta } from "../../workers/protocol/delta.ts";
import type { Action, Session, SessionRecord, SessionSettings } from "../../workers/protocol/session.ts";
import type { Connect } from "../cluster/connect.ts";
import { createClusterStore, type ClusterStore } from "../cluster/cluster-store.ts";
import type { InputLog } from "../cluster/input-log.ts";
import { fakeSession } from "./fake-connection.ts";

/** One worker of a test: what was asked of it, and the means to let it speak or die. */
export interface TestWorker {
  readonly source: SessionSettings | SessionRecord;
  readonly asked: readonly string[];
  readonly terminated: boolean;
  tell(delta: Omit<Delta, "sequence">): void;
  die(reason: string): void;
  /** From now on it answers nothing. */
  hang(): void;
}

/** A store over workers that do what the test says; deltas arrive at once. */
export function testStore(options: { readonly refuse?: string } = {}): { readonly store: ClusterStore; readonly workers: TestWorker[]; readonly saved: SessionRecord[] } {
  const workers: TestWorker[] = [];
  const saved: SessionRecord[] = [];
  const log: InputLog = { load: async () => saved.at(-1), save: async (record) => void saved.push(record), clear: async () => void saved.splice(0) };
  const connect: Connect = (onDeath) => {
    const worker = testWorker(onDeath, options.refuse);
    workers.push(worker.handle);
    return { session: worker.session, terminate: worker.terminate };
  };
  return { store: createClusterStore({ connect, log, schedule: (task) => task() }), workers, saved };
}

function testWorker(onDeath: (reason: string) => void, refuse: string | undefined) {
  const inputs: { at: number; action: Action }[] = [];
  let listener: (delta: Delta) => void = () => {};
  let [source, terminated, sequence]: [SessionSettings | SessionRecord, boolean, number] = [{ seed: "", nodes: 0 }, false, 0];
  let hanging = false;
  const asked: string[] = [];
  const note = (question: string) => async () => void asked.push(question);
  const session: Session = {
    ...fakeSession({ nodes: 1, apps: {}, states: false }),
    async open(wanted, listen) {
      source = wanted;
      listener = listen;
      if ("inputs" in wanted) inputs.push(...wanted.inputs);
      if (refuse !== undefined) throw new Error(refuse);
    },
    pause: note("pause"),
    resume: async (speed) => void asked.push(`resume ${speed}`),
    step: note("step"),
    runFor: async (duration) => void asked.push(`runFor ${duration}`),
    async runUntilSettled() {
      asked.push("runUntilSettled");
      return { settled: true, message: "Settled." };
    },
    async act(action) {
      inputs.push({ at: inputs.length * 10, action });
      return { ok: true, message: action.type, kubectl: `kubectl ${action.type}` };
    },
    record: async () => {
      if (hanging) await new Promise(() => {});
      return recordNow();
    },
  };
  const recordNow = (): SessionRecord => ({ version: 1, settings: "settings" in source ? source.settings : source, inputs: [...inputs], until: inputs.length * 10 + 5 });
  const handle: TestWorker = {
    get source() {
      return source;
    },
    asked,
    get terminated() {
      return terminated;
    },
    tell: (delta) => listener({ ...delta, sequence: (sequence += 1) }),
    die: onDeath,
    hang: () => void (hanging = true),
  };
  return { session, handle, terminate: () => void (terminated = true) };
}
