import { Services, type Service } from "../api/core/service.ts";
import { EndpointSlices, type EndpointSlice } from "../api/discovery/endpoint-slice.ts";
import { second, type Milliseconds } from "../base/units.ts";
import type { Informer } from "../client/informer.ts";
import type { InformerFactory } from "../client/informer-factory.ts";
import type { FabricNode } from "../network/fabric-node.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Random } from "../sim/random.ts";
import type { Vantage } from "./choose-backends.ts";
import { HealthChecks } from "./health-checks.ts";
import { RuleTable } from "./rule-table.ts";
import { rulesOf } from "./service-rule.ts";
import { SessionAffinity } from "./session-affinity.ts";

export interface KubeProxyOptions {
  /** The machine whose packet filter it writes. */
  readonly node: FabricNode;
  readonly informers: InformerFactory;
  /** Within the lifetime of the process. */
  readonly clock: Clock;
  readonly random: Random;
  /** Closes the health check ports with the process. */
  readonly lifetime?: Lifetime;
  /** The node's topology.kubernetes.io/zone, for hints. */
  readonly zone?: () => string | undefined;
}

/** Rules are rewritten at most this often (iptables.minSyncPeriod). */
const minSyncPeriod: Milliseconds = second;

const byService = "service";
const serviceNameLabel = "kubernetes.io/service-name";
const proxyNameLabel = "service.kubernetes.io/service-proxy-name";
const headlessLabel = "service.kubernetes.io/headless";

/**
 * kube-proxy in the way of its iptables mode: each node's rules send a packet for a Service to one of its
 * endpoints, by chance. The rules stay when the process dies, and grow stale. Left out: the ipvs and
 * nftables modes, connection tracking clean-up, IPv6, SCTP beyond its rules.
 */
export function runKubeProxy(options: KubeProxyOptions): void {
  new KubeProxy(options).start();
}

class KubeProxy {
  readonly #node: FabricNode;
  readonly #clock: Clock;
  readonly #vantage: () => Vantage;
  readonly #services: Informer<Service>;
  readonly #slices: Informer<EndpointSlice>;
  readonly #informers: InformerFactory;
  readonly #table: RuleTable;
  readonly #affinity: SessionAffinity;
  readonly #health: HealthChecks;
  readonly #changed = new Set<string>();
  #installed = false;
  #pending = false;
  #lastSync = -Infinity;

  constructor({ node, informers, clock, random, lifetime, zone }: KubeProxyOptions) {
    this.#node = node;
    this.#clock = clock;
    this.#vantage = () => ({ node: node.name, zone: zone?.() });
    this.#informers = informers;
    this.#services = informers.for(Services, { labelSelector: `!${proxyNameLabel},!${headlessLabel}` });
    this.#slices = informers.for(EndpointSlices, { labelSelector: `!${proxyNameLabel},!${headlessLabel}` });
    this.#affinity = new SessionAffinity(() => clock.now());
    this.#table = new RuleTable(random, this.#affinity);
    this.#health = new HealthChecks(node.host, lifetime);
  }

  start(): void {
    this.#slices.addIndex(byService, (slice) => serviceOf(slice) ?? []);
    const service = ({ metadata }: Service) => this.#mark(`${metadata.namespace}/${metadata.name}`);
    this.#services.addHandler({ added: service, updated: (_, next) => service(next), deleted: service });
    const slice = (object: EndpointSlice) => {
      for (const key of serviceOf(object) ?? []) this.#mark(key);
    };
    this.#slices.addHandler({ added: slice, updated: (_, next) => slice(next), deleted: slice });
    this.#clock.spawn(async () => {
      await this.#informers.synced();
      this.#schedule(0);
    });
  }

  #mark(service: string): void {
    this.#changed.add(service);
    if (this.#installed) this.#schedule(Math.max(0, this.#lastSync + minSyncPeriod - this.#clock.now()));
  }

  #schedule(delay: Milliseconds): void {
    if (this.#pending) return;
    this.#pending = true;
    this.#clock.after(delay, () => this.#sync());
  }

  /** Writes the rules of what has changed. The first time replaces whatever an earlier process left. */
  #sync(): void {
    this.#pending = false;
    this.#lastSync = this.#clock.now();
    const vantage = this.#vantage();
    for (const key of this.#changed) this.#write(key, vantage);
    this.#changed.clear();
    if (this.#installed) return;
    this.#installed = true;
    this.#node.setFilter("kube-proxy", this.#table);
  }

  #write(key: string, vantage: Vantage): void {
    const service = this.#services.get(key);
    const rules = service === undefined ? [] : rulesOf(service, this.#slices.by(byService, key), vantage);
    if (service === undefined) this.#affinity.forget(key);
    this.#table.set(key, rules);
    this.#health.set(key, service, rules);
  }
}

function serviceOf({ metadata: { namespace, labels } }: EndpointSlice): readonly string[] | undefined {
  const name = labels?.[serviceNameLabel];
  return name === undefined ? undefined : [`${namespace}/${name}`];
}
