import { FastForward, Gauge, Pause, SkipForward, StepBack, StepForward, TimerReset } from "lucide-react";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import type { Command } from "../../lib/command.ts";

/** How far a step goes, in cluster time. */
const stepLength = 1_000;
const minute = 60_000;

/** Power over time. */
export function timeCommands(store: ClusterStore): readonly Command[] {
  const state = () => store.getState();
  const live = () => state().phase === "live";
  const previousEvent = () => state().happenings.findLast(({ at }) => at < state().clock.now - 1)?.at;
  return [
    { id: "time.pause", group: "Time", icon: Pause, shortcut: "Space", title: () => (state().clock.paused ? "Play" : "Pause"), applies: live, run: () => state().togglePause() },
    { id: "time.step", group: "Time", icon: StepForward, shortcut: ".", title: () => "Step one second", applies: live, run: () => stepForward(store) },
    { id: "time.step-back", group: "Time", icon: StepBack, shortcut: ",", title: () => "Step back one second", applies: live, run: () => state().rewind(state().clock.now - stepLength) },
    { id: "time.next-event", group: "Time", icon: SkipForward, shortcut: "]", title: () => "Next event", applies: live, run: () => state().nextEvent() },
    {
      id: "time.previous-event",
      group: "Time",
      icon: TimerReset,
      shortcut: "[",
      title: () => "Back to the event before",
      applies: () => live() && previousEvent() !== undefined,
      async run() {
        const at = previousEvent();
        if (at !== undefined) await state().rewind(at);
      },
    },
    {
      id: "time.until-settled",
      group: "Time",
      icon: FastForward,
      title: () => "Run until settled",
      applies: live,
      async run() {
        await state().runUntilSettled();
        const { settled } = state();
        if (settled !== undefined) state().notify({ level: "info", message: settled });
      },
    },
    { id: "time.skip-minute", group: "Time", icon: FastForward, title: () => "Skip one minute", applies: live, run: () => state().runFor(minute) },
    { id: "time.skip-five", group: "Time", icon: FastForward, title: () => "Skip five minutes", applies: live, run: () => state().runFor(5 * minute) },
    { id: "time.faster", group: "Time", icon: Gauge, shortcut: "+", title: () => "Faster", applies: live, run: () => state().changeSpeed(1) },
    { id: "time.slower", group: "Time", icon: Gauge, shortcut: "-", title: () => "Slower", applies: live, run: () => state().changeSpeed(-1) },
  ];
}

/** A step is seen only if nothing moves after it. */
async function stepForward(store: ClusterStore) {
  if (!store.getState().clock.paused) await store.getState().togglePause();
  await store.getState().runFor(stepLength);
}
