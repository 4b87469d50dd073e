import type { Lifetime } from "../sim/lifetime.ts";

/** The work was called off: the pod is to be stopped, so nobody waits for it any more. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("context canceled");
  }
}

/** The promise's own outcome, or a rejection with Cancelled as soon as the lifetime ends. */
export function untilEnded<T>(lifetime: Lifetime, promise: Promise<T>): Promise<T> {
  if (lifetime.ended) {
    promise.catch(() => {});
    return Promise.reject(new Cancelled());
  }
  return new Promise((resolve, reject) => {
    const forget = lifetime.onEnd(() => reject(new Cancelled()));
    promise.then(resolve, reject).finally(forget);
  });
}

/** The promise's own outcome while the lifetime lasts; afterwards it never settles, as for a process that was killed. */
export function whileAlive<T>(lifetime: Lifetime, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    promise.then(
      (value) => (lifetime.ended ? undefined : resolve(value)),
      (error: unknown) => (lifetime.ended ? undefined : reject(error)),
    );
  });
}
