import type { Milliseconds } from "../base/units.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { formatResolvConf } from "../network/resolv-conf.ts";
import { MemoryVolume } from "./memory-volume.ts";
import type { Mount, SandboxConfig, SandboxStatus } from "./runtime.ts";

/** A pod on this node: its network namespace, and the files that all its containers share. */
export class Sandbox {
  readonly id: string;
  readonly config: SandboxConfig;
  readonly network: NetworkNamespace;
  readonly #createdAt: Milliseconds;
  readonly #etc: MemoryVolume;
  #status: SandboxStatus;

  constructor(id: string, config: SandboxConfig, network: NetworkNamespace, now: () => Milliseconds) {
    this.id = id;
    this.config = config;
    this.network = network;
    this.#createdAt = now();
    this.#etc = new MemoryVolume("etc", now);
    this.#etc.write("hostname", `${config.hostname}\n`);
    this.#etc.write("hosts", hostsFile(config, network.ip));
    this.#etc.write("resolv.conf", formatResolvConf(config.dns.servers, config.dns.searches, config.dns.options));
    this.#status = this.#describe("Ready", network.ips);
  }

  get status(): SandboxStatus {
    return this.#status;
  }

  get ready(): boolean {
    return this.#status.state === "Ready";
  }

  /** The network is gone. */
  stop(): void {
    if (this.ready) this.#status = this.#describe("NotReady", []);
  }

  /** Files that the runtime puts into every container of the pod, unless a volume is there already. */
  mounts(taken: readonly Mount[]): readonly Mount[] {
    return ["hostname", "hosts", "resolv.conf"]
      .map((file): Mount => ({ containerPath: `/etc/${file}`, source: this.#etc, subPath: file, readOnly: false }))
      .filter(({ containerPath }) => !taken.some((mount) => mount.containerPath === containerPath));
  }

  #describe(state: SandboxStatus["state"], ips: readonly string[]): SandboxStatus {
    const { pod, hostNetwork } = this.config;
    return Object.freeze({ id: this.id, pod, state, createdAt: this.#createdAt, ips, hostNetwork });
  }
}

function hostsFile({ hostname, domain, hostAliases = [] }: SandboxConfig, ip: string): string {
  const names = domain === undefined ? hostname : `${hostname}.${domain}\t${hostname}`;
  const lines = [
    "# Kubernetes-managed hosts file.",
    "127.0.0.1\tlocalhost",
    "::1\tlocalhost ip6-localhost ip6-loopback",
    "fe00::0\tip6-localnet",
    "fe00::0\tip6-mcastprefix",
    "fe00::1\tip6-allnodes",
    "fe00::2\tip6-allrouters",
    `${ip}\t${names}`,
    ...(hostAliases.length > 0 ? ["", "# Entries added by HostAliases."] : []),
    ...hostAliases.map((alias) => [alias.ip, ...alias.hostnames].join("\t")),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
