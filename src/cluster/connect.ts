import { proxy, releaseProxy, wrap, type Remote } from "comlink";
import { OpenWorker } from "../lib/open-worker.ts";
import type { Session, TerminalCommand, TerminalSink } from "../../workers/protocol/session.ts";

/** A worker with a cluster in it, and the means to be rid of it. */
export interface Connection {
  readonly session: Session;
  terminate(): void;
}

/** Makes a connection; `onDeath` is told once, with the reason, when the worker can no longer answer. */
export type Connect = (onDeath: (reason: string) => void) => Connection;

/** Starts the cluster's worker. The only place on the page that knows that there is one. */
export const connect: Connect = (onDeath) => {
  const worker = startWorker();
  const remote = wrap<Session>(worker);
  const died = once(onDeath);
  worker.addEventListener("error", (event) => died(event.message || "The cluster's worker could not be loaded"));
  worker.addEventListener("messageerror", () => died("A message from the cluster's worker could not be read"));
  return {
    session: sessionOf(remote),
    terminate() {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
};

function startWorker(): globalThis.Worker {
  // The bundler looks for exactly this expression, so our own class goes by that name.
  const Worker = OpenWorker;
  return new Worker(new URL("../../workers/cluster.worker.ts", import.meta.url), { type: "module", name: "kubarium-cluster" }).worker;
}

/** Functions cannot be cloned into the worker: listeners and sinks go as proxies, all else as values. */
function sessionOf(remote: Remote<Session>): Session {
  return {
    open: (record, listener) => remote.open(record, proxy(listener)),
    close: () => remote.close(),
    pause: () => remote.pause(),
    resume: (speed) => remote.resume(speed),
    step: () => remote.step(),
    runUntilSettled: () => remote.runUntilSettled(),
    runFor: (duration) => remote.runFor(duration),
    apply: (manifest) => remote.apply(manifest),
    dryRun: (manifest) => remote.dryRun(manifest),
    act: (action) => remote.act(action),
    kubectl: async (line, files, sink) => commandOf(await remote.kubectl(line, files, proxy(sinkOf(sink)))),
    complete: (line) => remote.complete(line),
    get: (request) => remote.get(request),
    yaml: (resource, key) => remote.yaml(resource, key),
    describe: (resource, key) => remote.describe(resource, key),
    logs: async (pod, container, sink) => commandOf(await remote.logs(pod, container, proxy(sinkOf(sink)))),
    story: (resource, key) => remote.story(resource, key),
    scheduling: (pod) => remote.scheduling(pod),
    requests: () => remote.requests(),
    record: () => remote.record(),
    fingerprint: (until) => remote.fingerprint(until),
    schema: () => remote.schema(),
  };
}

/** Own methods only: comlink proxies what a value has, not what its prototype has. */
const sinkOf = (sink: TerminalSink): TerminalSink => ({ write: (text) => sink.write(text), exit: (code) => sink.exit(code) });

/** The worker hands out a proxy of its command, whose methods answer with promises that nobody needs. */
const commandOf = (command: Remote<TerminalCommand> | TerminalCommand): TerminalCommand => ({
  interrupt: () => void command.interrupt(),
  input: (text) => void command.input(text),
});

function once(tell: (reason: string) => void) {
  let told = false;
  return (reason: string) => {
    if (told) return;
    told = true;
    tell(reason);
  };
}
