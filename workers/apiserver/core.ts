import type { KubernetesObject } from "../apimachinery/object.ts";
import type { Clock } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import type { EtcdClient } from "../etcd/client.ts";
import type { Authorizer } from "./filters/authorization.ts";
import type { Served, ServedResources } from "./registry/served.ts";
import type { LeasePool } from "./registry/lease-pool.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";
import type { DisruptionBudgets } from "./subresources/disruption-budgets.ts";
import type { KubeletProxy } from "./subresources/kubelet-proxy.ts";
import type { CacheHub } from "./watch/cache-hub.ts";
import type { Exchange } from "./exchange.ts";

/** What all handlers of one API server share. */
export interface Core {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly etcd: EtcdClient;
  readonly hub: CacheHub;
  readonly served: ServedResources;
  readonly admission: Admission;
  readonly authorizer: Authorizer;
  readonly services: Allocator;
  readonly leases: LeasePool;
  readonly accountTokens: ServiceAccountTokens;
  readonly budgets: DisruptionBudgets | undefined;
  readonly kubelets: KubeletProxy | undefined;
}

/** One request for one resource. */
export interface Call {
  readonly core: Core;
  readonly served: Served;
  readonly exchange: Exchange;
}

export type AdmissionOperation = "CREATE" | "UPDATE" | "DELETE" | "CONNECT";

/** What a plugin may look at. */
export interface AdmissionReview {
  readonly call: Call;
  readonly operation: AdmissionOperation;
  /** The object as it shall be; undefined for DELETE. */
  readonly object: KubernetesObject | undefined;
  /** The object as it is; undefined for CREATE. */
  readonly previous: KubernetesObject | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

/**
 * One step of admission. `mutate` returns the object to go on with, changed or not; `validate` only looks.
 * Both refuse by throwing an ApiError.
 */
export interface AdmissionPlugin {
  readonly name: string;
  mutate?(object: KubernetesObject, review: AdmissionReview): KubernetesObject;
  validate?(review: AdmissionReview): void;
}

/** What admission does with every write. */
export interface Admission {
  mutate(object: KubernetesObject, review: AdmissionReview): KubernetesObject;
  validate(review: AdmissionReview): void;
}

/** An object that has got what only the server can give, and how to make the reservations final once it is stored. */
export interface Allocation {
  readonly object: KubernetesObject;
  settle(): void;
}

/** What hands out the things of which there is only so much. */
export interface Allocator {
  /** Chooses what an object needs, or checks what it asks for. */
  plan(call: Call, object: KubernetesObject, previous: KubernetesObject | undefined): Allocation;
  /** Gives back what an object had. */
  released(served: Served, object: KubernetesObject): void;
}
