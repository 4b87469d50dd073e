import type { Pod } from "../api/generated/core/v1.ts";
import type { EventRecorder } from "../client/event-recorder.ts";
import type { ObjectReference } from "../api/generated/core/v1.ts";
import { findContainer } from "./pods/pod-containers.ts";

const fieldOf = { init: "spec.initContainers", regular: "spec.containers", ephemeral: "spec.ephemeralContainers" } as const;

/** Events about pods and their containers, as the kubelet tells them. */
export class PodEvents {
  readonly #recorder: EventRecorder;
  readonly #actor: string;

  constructor(recorder: EventRecorder, actor: string) {
    this.#recorder = recorder;
    this.#actor = actor;
  }

  normal(pod: Pod, reason: string, message: string): void {
    this.#because(pod).normal(referenceToPod(pod), reason, message);
  }

  warning(pod: Pod, reason: string, message: string): void {
    this.#because(pod).warning(referenceToPod(pod), reason, message);
  }

  containerNormal(pod: Pod, container: string, reason: string, message: string): void {
    this.#because(pod).normal(referenceToContainer(pod, container), reason, message);
  }

  containerWarning(pod: Pod, container: string, reason: string, message: string): void {
    this.#because(pod).warning(referenceToContainer(pod, container), reason, message);
  }

  #because(pod: Pod): EventRecorder {
    return this.#recorder.because({ actor: this.#actor, ...causingRevision(pod) });
  }
}

/** The revision of the pod that the kubelet acts upon; a static pod has none. */
export function causingRevision({ metadata: { resourceVersion } }: Pod): { readonly revision?: number } {
  const revision = Number(resourceVersion);
  return resourceVersion !== "" && Number.isFinite(revision) ? { revision } : {};
}

function referenceToPod({ metadata: { name, namespace, uid, resourceVersion } }: Pod): ObjectReference {
  return { apiVersion: "v1", kind: "Pod", name, namespace, uid, ...(resourceVersion !== "" && { resourceVersion }) };
}

function referenceToContainer(pod: Pod, name: string): ObjectReference {
  const kind = findContainer(pod, name)?.kind ?? "regular";
  return { ...referenceToPod(pod), fieldPath: `${fieldOf[kind]}{${name}}` };
}
