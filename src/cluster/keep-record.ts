import type { ClusterStore } from "./cluster-store.ts";

const interval = 5_000;

/**
 * Saves the input log now and then while time runs, and when the page is left, so that a reload comes back to
 * (nearly) the moment it left. Inputs themselves are saved at once, by whoever makes them.
 */
export function keepRecord(store: ClusterStore): () => void {
  const save = () => {
    if (store.getState().phase === "live") void store.link.saveRecord();
  };
  const whenRunning = () => {
    if (!store.getState().clock.paused) save();
  };
  const whenHidden = () => {
    if (document.visibilityState === "hidden") save();
  };
  const timer = setInterval(whenRunning, interval);
  document.addEventListener("visibilitychange", whenHidden);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", whenHidden);
  };
}
