import { Sparkles, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { ClusterState, ClusterStore } from "../../cluster/cluster-store.ts";
import { tableOf, type ObjectIndex } from "../../cluster/object-table.ts";
import { isSystem } from "../../cluster/pod-facts.ts";
import { totalTraffic } from "../../cluster/traffic-slice.ts";
import { useClusterStore } from "../../cluster/use-cluster.tsx";
import { Button, IconButton } from "../../components/Button.tsx";
import { memoLast } from "../../lib/memo.ts";
import { readPreference, writePreference } from "../../lib/storage.ts";
import { scale } from "../commands/workload-commands.ts";
import { advance, evictionDelay, firstStep, type CoachFacts, type CoachStep } from "./coach.ts";
import { coachLine } from "./coach-words.ts";
import "./coach.css";

/** One line that suggests the next thing to try. It never stands in the way, and goes for good when told to. */
export function CoachCard() {
  const store = useClusterStore();
  const [shown, setShown] = useState(() => readPreference("coach") !== "off");
  const step = useCoach(store, shown);
  if (!shown) return null;
  const { words, aside } = coachLine(step);
  const leave = () => {
    setShown(false);
    writePreference("coach", "off");
  };
  return (
    <aside className="coach" aria-label="Things to try">
      <Sparkles size={15} aria-hidden className="coach-sign" />
      <p className="coach-words" aria-live="polite">
        {words}
        {aside !== undefined && <span className="coach-aside"> {aside}</span>}
      </p>
      <StepButton step={step} store={store} />
      <IconButton label="Hide suggestions" small onClick={leave}>
        <X size={14} aria-hidden />
      </IconButton>
    </aside>
  );
}

function useCoach(store: ClusterStore, shown: boolean): CoachStep {
  const [coach, setCoach] = useState(() => ({ ...firstStep, seen: store.getState().lastAction?.number ?? 0 }));
  useEffect(() => {
    if (!shown) return;
    let phase = store.getState().phase;
    return store.subscribe((state) => {
      if (phase !== state.phase && state.phase === "starting") setCoach(firstStep);
      phase = state.phase;
      if (state.phase === "live") setCoach((before) => advance(before, factsOf(state)));
    });
  }, [store, shown]);
  return coach.step;
}

function factsOf({ objects, clock, lastAction, traffic }: ClusterState): CoachFacts {
  const { sent, failed } = totalTraffic(traffic);
  return { now: clock.now, lastAction, sent, failed, ...objectFacts(objects) };
}

/** Counted anew only when objects have changed, not with each tick of the clock. */
const objectFacts = memoLast((objects: ObjectIndex) => {
  const pods = [...tableOf(objects, "pods").values()].filter((pod) => !isSystem(pod));
  const lost = [...tableOf(objects, "nodes").values()].filter(({ object }) => object.status.conditions?.some(({ type, status }) => type === "Ready" && status !== "True") === true);
  return {
    ready: pods.filter(({ pod }) => pod?.state === "ready").length,
    keys: new Set(pods.map(({ key }) => key)),
    lostNodes: new Set(lost.map(({ key }) => key)),
  };
});

/** The suggestion as a button, for those who would rather watch. */
function StepButton({ step, store }: { readonly step: CoachStep; readonly store: ClusterStore }) {
  const suggestion = suggestionFor(step, store);
  if (suggestion === undefined) return null;
  return (
    <Button small look="primary" onClick={() => void suggestion.run()}>
      {suggestion.text}
    </Button>
  );
}

interface Suggestion {
  readonly text: string;
  run(): Promise<unknown>;
}

function suggestionFor(step: CoachStep, store: ClusterStore): Suggestion | undefined {
  const { runFor, act } = store.getState();
  switch (step.name) {
    case "kill":
      return { text: "Kill one for me", run: async () => killOne(store) };
    case "recovered":
      return { text: "Power one off", run: async () => powerOffOne(store, act) };
    case "silent":
      return { text: "Skip ahead 1 min", run: () => runFor(60_000) };
    case "lost":
      return { text: "Skip ahead 5 min", run: () => runFor(evictionDelay) };
    case "scale":
      return { text: "Set replicas to 10", run: async () => scaleFirst(store) };
    default:
      return undefined;
  }
}

async function killOne(store: ClusterStore) {
  const pod = [...tableOf(store.getState().objects, "pods").values()].find((entry) => !isSystem(entry) && entry.pod?.state === "ready");
  if (pod === undefined) return;
  store.getState().select({ resource: "pods", key: pod.key });
  await store.getState().act({ type: "delete-pod", namespace: pod.object.metadata.namespace ?? "default", name: pod.object.metadata.name });
}

/** The one that hurts most, but never the control plane. */
async function powerOffOne(store: ClusterStore, act: ClusterState["act"]) {
  const { objects } = store.getState();
  const load = new Map<string, number>();
  for (const entry of tableOf(objects, "pods").values()) {
    const node = entry.object.spec.nodeName;
    if (node !== undefined && !isSystem(entry)) load.set(node, (load.get(node) ?? 0) + 1);
  }
  const [node] = [...load].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (node === undefined) return;
  store.getState().select({ resource: "nodes", key: node });
  await act({ type: "power-off", node });
}

async function scaleFirst(store: ClusterStore) {
  const deployment = [...tableOf(store.getState().objects, "deployments.apps").values()].filter((entry) => !isSystem(entry)).at(-1);
  if (deployment !== undefined) await scale(store, { resource: deployment.resource, key: deployment.key }, 10);
}
