import type { ConfigMap, Pod, Secret, Volume as VolumeSpec } from "../../api/generated/core/v1.ts";
import type { Volume } from "../../cri/runtime.ts";
import type { Clock } from "../../sim/clock.ts";
import type { PodFacts } from "../environment/pod-fields.ts";
import type { Allocatable } from "../environment/resource-field.ts";
import type { HostDisk } from "../host-disk.ts";

/** The ConfigMaps and Secrets that this node's pods may read; undefined where there is none. */
export interface ObjectSource {
  configMap(namespace: string, name: string): Promise<ConfigMap | undefined>;
  secret(namespace: string, name: string): Promise<Secret | undefined>;
}

export interface TokenRequest {
  readonly pod: Pod;
  readonly audience: string | undefined;
  readonly expirationSeconds: number;
}

/** Tokens of the pod's service account, renewed in time. */
export interface TokenSource {
  token(request: TokenRequest): Promise<string>;
}

/** What setting up a volume may need. */
export interface MountContext {
  readonly facts: PodFacts;
  readonly disk: HostDisk;
  readonly objects: ObjectSource;
  readonly tokens: TokenSource;
  readonly allocatable: Allocatable;
  readonly clock: Pick<Clock, "now">;
}

/** One kind of volume. */
export interface VolumePlugin {
  /** As paths below /var/lib/kubelet name it: "kubernetes.io~configmap". */
  readonly name: string;
  supports(spec: VolumeSpec): boolean;
  /** Does its content follow something that changes? Then it is set up again with each sync of the pod. */
  readonly refreshes: boolean;
  /** Makes the volume ready, or brings it up to date; throws with the words of the FailedMount event. */
  setUp(spec: VolumeSpec, context: MountContext): Promise<Volume>;
}

/** Where the node keeps a pod's volume. */
export const volumePath = (pod: Pod, plugin: string, volume: string) => `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/${plugin}/${volume}`;

/** Everything that the node keeps for a pod. */
export const podPath = (podUid: string) => `/var/lib/kubelet/pods/${podUid}`;
