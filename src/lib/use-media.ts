import { useSyncExternalStore } from "react";

/** Whether a media query holds, for what styles alone cannot decide. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

/** Does this person prefer that things do not move? */
export const useReducedMotion = () => useMedia("(prefers-reduced-motion: reduce)");
