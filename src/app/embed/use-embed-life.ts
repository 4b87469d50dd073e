import { useEffect, useRef, type RefObject } from "react";
import type { SessionRecord, SessionSettings } from "../../../workers/protocol/session.ts";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import { lastManifest } from "../start.ts";
import type { EmbedOptions } from "./embed-options.ts";
import { isRecord } from "../../cluster/record-edit.ts";
import { focusTarget } from "./focus-target.ts";

interface Life {
  readonly store: ClusterStore;
  readonly options: EmbedOptions;
  readonly source: SessionRecord | SessionSettings;
  readonly frame: RefObject<HTMLElement | null>;
  /** Has the reader asked for it, where it must be asked for? */
  readonly asked: boolean;
}

/** Starts the cluster when its time has come, and stops its clock while nobody can see it. */
export function useEmbedLife({ store, options, source, frame, asked }: Life): void {
  const started = useRef(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null || !asked) return;
    let resume: (() => void) | undefined;
    const seen = (visible: boolean) => {
      if (visible && !started.current) {
        started.current = true;
        void startEmbed(store, options, source);
      } else if (visible) {
        resume?.();
        resume = undefined;
      } else resume ??= pauseUnseen(store);
    };
    if (options.loading === "eager") seen(true);
    const observer = new IntersectionObserver(([entry]) => seen(entry?.isIntersecting === true && document.visibilityState === "visible"));
    const onTab = () => seen(document.visibilityState === "visible");
    observer.observe(element);
    document.addEventListener("visibilitychange", onTab);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", onTab);
    };
  }, [store, options, source, frame, asked]);
}

/** Begins as the author wished. */
export async function startEmbed(store: ClusterStore, options: EmbedOptions, source: SessionRecord | SessionSettings): Promise<void> {
  const state = store.getState();
  state.setManifest(isRecord(source) ? lastManifest(source) : (source.manifest ?? ""));
  state.setLens(options.lens);
  await state.open(source);
  if (store.getState().phase !== "live") return;
  if (options.start === "paused") {
    if (!store.getState().clock.paused) await store.getState().togglePause();
  } else if (options.speed !== 1) await store.getState().setSpeed(options.speed);
  const target = options.focus === undefined ? undefined : focusTarget(options.focus, store.getState().objects);
  if (target !== undefined) state.select(target);
}

/** Stops the clock if it runs, and gives back how to start it again. A clock that the reader stopped stays stopped. */
function pauseUnseen(store: ClusterStore): (() => void) | undefined {
  const { phase, clock, togglePause } = store.getState();
  if (phase !== "live" || clock.paused) return undefined;
  void togglePause();
  return () => {
    if (store.getState().phase === "live" && store.getState().clock.paused) void store.getState().togglePause();
  };
}
