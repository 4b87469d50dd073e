import type { Transport } from "../client/transport.ts";
import type { Runtime } from "../cri/runtime.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import type { KubeletConfiguration } from "./configuration.ts";
import type { HostDisk } from "./host-disk.ts";
import type { Machine } from "./machine.ts";
import type { NetworkProber } from "./probes/network-prober.ts";
import type { ManifestSource } from "./sources/manifest-source.ts";

/** Everything that a kubelet finds on its machine. */
export interface KubeletOptions {
  readonly nodeName: string;
  readonly machine: Machine;
  readonly runtime: Runtime;
  /** The way to the API server, as system:node:NAME of the group system:nodes. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Ends when the process dies or the machine loses power. */
  readonly lifetime: Lifetime;
  readonly manifests: ManifestSource;
  /** The host's network namespace. */
  readonly network: NetworkProber;
  readonly disk: HostDisk;
  readonly configuration?: Partial<KubeletConfiguration>;
}
