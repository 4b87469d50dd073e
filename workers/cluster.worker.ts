/**
 * The worker in which the whole cluster lives. This file alone touches the worker's own scope: it lends the
 * simulation turns of the real event loop and real time, and answers the page.
 */
import { expose, proxy } from "comlink";
import { addDescriptions } from "./api/schema.ts";
import { createSession } from "./cluster/session/session.ts";
import type { Turn } from "./sim/simulation.ts";
import type { WallClock } from "./sim/pacer.ts";
import type { Session } from "./protocol/session.ts";

/** A message to ourselves comes after all microtasks, and lets messages from the page come in between. */
function createTurn(): Turn {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

function createWallClock(): WallClock {
  let wake = () => {};
  return {
    now: () => performance.now(),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        const timer = milliseconds === Infinity ? undefined : setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}

let described: Promise<void> | undefined;

/** The schema's words are a file of their own, so that the cluster need not wait for them. Should they not come, they are asked for again. */
function descriptions(): Promise<void> {
  return (described ??= import("./api/descriptions.ts").then(
    (loaded) => addDescriptions(loaded.descriptions),
    (error: unknown) => {
      described = undefined;
      console.error("The descriptions of the schema could not be loaded:", error);
    },
  ));
}

const session = createSession({ turn: createTurn(), wall: createWallClock(), descriptions });

/** Commands live on this side: the page gets a handle, not a copy. */
const exposed: Session = {
  ...session,
  async open(source, listener) {
    await session.open(source, listener);
    void descriptions();
  },
  kubectl: async (line, files, sink) => proxy(await session.kubectl(line, files, sink)),
  logs: async (pod, container, sink) => proxy(await session.logs(pod, container, sink)),
};

expose(exposed);
