import type { ClusterStore } from "./cluster-store.ts";

/** Time runs, so there is news many times per second; this long without any is suspicious. */
const longestSilence = 20_000;
const patience = 10_000;

/**
 * Not every death is announced: a worker that ran out of memory, or into an endless loop, just falls silent. While
 * somebody looks at a running cluster, silence is followed by a question, and no answer means death.
 */
export function watchWorker(store: ClusterStore): () => void {
  let heard = performance.now();
  const unsubscribe = store.subscribe((state, before) => {
    if (state.clock !== before.clock || state.phase !== before.phase) heard = performance.now();
  });
  const timer = setInterval(() => {
    const { phase, clock } = store.getState();
    if (phase !== "live" || clock.paused || document.visibilityState !== "visible") heard = performance.now();
    else if (performance.now() - heard > longestSilence) {
      heard = performance.now();
      void store.link.probe(patience);
    }
  }, 2_000);
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
