import { Nodes, type Node } from "../api/core/node.ts";
import { Services, type Service } from "../api/core/service.ts";
import { second, type Milliseconds } from "../base/units.ts";
import type { InformerFactory } from "../client/informer-factory.ts";
import type { Fabric } from "../network/fabric.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { type Clock, every, type Timer } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";

/** How long a visitor waits for an answer. */
const patience: Milliseconds = 2 * second;
/** Above this many requests per second several leave in one tick. */
const mostTicks = 50;

export interface VisitorsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly fabric: Fabric;
  readonly informers: InformerFactory;
  /** The node from which a Service without a node port is visited. */
  readonly insider: () => NetworkNamespace;
}

export interface Load {
  readonly service: string;
  readonly perSecond: number;
  readonly sent: number;
  readonly failed: number;
  readonly lastFailure?: string;
}

interface Visit {
  perSecond: number;
  sent: number;
  failed: number;
  lastFailure: string | undefined;
  timer: Timer | undefined;
}

/** People outside of the cluster who use what runs in it: a steady stream of requests to each chosen Service. */
export class Visitors {
  readonly #options: VisitorsOptions;
  readonly #visits = new Map<string, Visit>();

  constructor(options: VisitorsOptions) {
    this.#options = options;
    options.informers.for(Services);
    options.informers.for(Nodes);
  }

  /** Sets how many requests per second a Service (namespace/name) gets; 0 ends them. */
  send(service: string, perSecond: number): void {
    const visit = this.#visits.get(service) ?? { perSecond: 0, sent: 0, failed: 0, lastFailure: undefined, timer: undefined };
    visit.timer?.cancel();
    visit.perSecond = perSecond;
    this.#visits.set(service, visit);
    if (perSecond <= 0) return;
    const ticks = Math.min(perSecond, mostTicks);
    visit.timer = every(this.#options.clock, second / ticks, () => {
      for (let request = 0; request < Math.round(perSecond / ticks); request++) this.#options.clock.spawn(() => this.#visit(service, visit));
    });
  }

  loads(): readonly Load[] {
    return [...this.#visits].map(([service, { perSecond, sent, failed, lastFailure }]) => ({ service, perSecond, sent, failed, ...(lastFailure !== undefined && { lastFailure }) }));
  }

  async #visit(name: string, visit: Visit): Promise<void> {
    const target = this.#targetOf(name);
    visit.sent++;
    if (target === undefined) return this.#failed(visit, `no Service ${name}`);
    try {
      const { status } = await target.from.http({ ...target, method: "GET", host: target.ip, path: "/", timeout: patience });
      if (status >= 500) this.#failed(visit, `HTTP ${status}`);
    } catch (error) {
      this.#failed(visit, (error as Error).message);
    }
  }

  #failed(visit: Visit, why: string): void {
    visit.failed++;
    visit.lastFailure = why;
  }

  /** A node port is reached through any node that is ready, as a load balancer in front would do; other Services from inside. */
  #targetOf(name: string): { readonly from: NetworkNamespace; readonly ip: string; readonly port: number } | undefined {
    const { informers, fabric, random, insider } = this.#options;
    const service: Service | undefined = informers.for(Services).get(name);
    const port = service?.spec.ports?.[0];
    if (service === undefined || port === undefined) return undefined;
    const nodes = informers.for(Nodes).list().filter(isReady);
    if (port.nodePort !== undefined && nodes.length > 0) return { from: fabric.visitor, ip: addressOf(random.pick(nodes)), port: port.nodePort };
    const ip = service.spec.clusterIP;
    return ip === undefined || ip === "None" || ip === "" ? undefined : { from: insider(), ip, port: port.port };
  }
}

const isReady = ({ status }: Node) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");

const addressOf = ({ status }: Node) => (status.addresses ?? []).find(({ type }) => type === "InternalIP")?.address ?? "";
