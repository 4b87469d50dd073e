import { fnv1a } from "../../base/hash.ts";
import { deepFreeze } from "../../base/freeze.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import type { Milliseconds } from "../../base/units.ts";
import { configHash, configSeen, configSource } from "../pods/pod-kind.ts";

/** The pod that a manifest on this node stands for: named after the node, and the same for as long as the manifest is. */
export function staticPod(manifest: Draft<Pod>, nodeName: string, now: Milliseconds): Pod {
  const hash = manifestHash(manifest, nodeName);
  const defaulted = Pods.defaults(manifest) as Pod;
  const { metadata, spec } = defaulted;
  return deepFreeze({
    ...defaulted,
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...metadata,
      name: `${metadata.name}-${nodeName}`,
      namespace: metadata.namespace ?? "default",
      uid: hash,
      resourceVersion: "",
      creationTimestamp: formatTime(now),
      annotations: { ...metadata.annotations, [configHash]: hash, [configSeen]: formatTime(now), [configSource]: "file" },
    },
    spec: { ...spec, nodeName, tolerations: [...(spec.tolerations ?? []), { operator: "Exists" as const, effect: "NoExecute" as const }] },
    status: { phase: "Pending" },
  });
}

/** 32 hexadecimal digits that differ when anything in the manifest does. */
function manifestHash(manifest: Draft<Pod>, nodeName: string): string {
  const text = `${nodeName}\n${JSON.stringify(manifest)}`;
  return [1, 2, 3, 4].map((seed) => fnv1a(text, seed).toString(16).padStart(8, "0")).join("");
}
