import type { Pod } from "../../api/core/pod.ts";
import type { AdmissionPlugin } from "../core.ts";
import { forNewPods } from "./for-pods.ts";

const notReady = "node.kubernetes.io/not-ready";
const unreachable = "node.kubernetes.io/unreachable";
const seconds = 300;

type Toleration = NonNullable<Pod["spec"]["tolerations"]>[number];

/** Pods stay on a node that is not ready or not reachable for five minutes, unless they say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: "DefaultTolerationSeconds",

  mutate: forNewPods((pod) => {
    const tolerations = pod.spec.tolerations ?? [];
    const missing = [notReady, unreachable].filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
    if (missing.length === 0) return pod;
    return { ...pod, spec: { ...pod.spec, tolerations: [...tolerations, ...missing.map(added)] } };
  }),
};

const tolerates = ({ key, effect }: Toleration, taint: string) =>
  (key === undefined || key === "" || key === taint) && (effect === undefined || effect === "NoExecute");

const added = (key: string): Toleration => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: seconds });
