import type { EtcdClient } from "../etcd/client.ts";
import type { EtcdStore } from "../etcd/store.ts";
import type { Transport } from "../client/transport.ts";
import type { UserInfo } from "../apimachinery/wire.ts";
import type { Process } from "../cri/process.ts";
import type { StartedScheduler } from "../scheduler/start-scheduler.ts";
import type { Log } from "../sim/log.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { ApiEndpoints } from "./api-endpoints.ts";

/** What the programs of the control plane find on their machines and on the wire. */
export interface ControlPlane {
  readonly endpoints: ApiEndpoints;
  /** The etcd process that runs on a node. */
  readonly etcd: Map<string, EtcdClient>;
  /** The schedulers that run. */
  readonly schedulers: Set<StartedScheduler>;
  /** /var/lib/etcd of a node: it outlives the process and the power. */
  readonly dataDirectory: (node: string) => EtcdStore;
  /** A connection to the API server from a process's node, with a client certificate. */
  readonly connect: (process: { readonly network: { readonly node: string }; readonly lifetime: Lifetime }, user: UserInfo) => Transport;
}

/** A component's log is what its container prints, in klog's form. */
export function processLog(process: Process): Log {
  return {
    info: (message) => process.printError(`I ${message}`),
    warning: (message) => process.printError(`W ${message}`),
    error: (message) => process.printError(`E ${message}`),
  };
}

/** Control-plane programs end orderly when they are asked to. */
export function exitOnTerm(process: Process): void {
  for (const signal of ["TERM", "INT"] as const) process.onSignal(signal, () => process.exit(0));
}

/** A component of the control plane, as its certificate names it. */
export const component = (name: string): UserInfo => ({ username: `system:${name}`, groups: ["system:authenticated"] });
