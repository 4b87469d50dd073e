import type { Clock } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import type { EtcdClient } from "../etcd/client.ts";
import type { AdmissionChain } from "./admission/chain.ts";
import type { Authorizer } from "./filters/authorization.ts";
import type { ServiceAllocation } from "./registry/service-allocation.ts";
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
  readonly admission: AdmissionChain;
  readonly authorizer: Authorizer;
  readonly services: ServiceAllocation;
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
