import { descriptions } from "../api/descriptions.ts";
import { kinds } from "../api/kinds.ts";
import { addDescriptions } from "../api/schema.ts";
import type { Draft, KubernetesObject } from "../apimachinery/object.ts";
import type { ApiHandler, ApiRequest, ApiResponse, StreamHandle, StreamSink, UserInfo, WatchEvent } from "../apimachinery/wire.ts";
import type { AnyResource, Resource } from "../api/resource.ts";
import { createApiServer, type ApiServer, type ApiServerOptions } from "../apiserver/server.ts";
import { second } from "../base/units.ts";
import { createClient } from "../client/create-client.ts";
import type { Client } from "../client/client.ts";
import type { EtcdClient } from "../etcd/client.ts";
import { connectTo, EtcdProcess } from "../etcd/process.ts";
import { EtcdStore } from "../etcd/store.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createRandom, type Random } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { turn } from "./node/turn.ts";

addDescriptions(descriptions);

/** 2026-04-22T10:00:00Z: where virtual time begins in tests. */
export const startOfTests = 1_776_852_000_000;

/** Who may do everything, as kubeadm's admin.conf. */
export const admin: UserInfo = { username: "kubernetes-admin", groups: ["system:masters", "kubeadm:cluster-admins"] };

export interface WorldOptions extends Partial<Pick<ApiServerOptions, "resources" | "authorizer" | "admission" | "kubelets" | "tokens" | "advertise" | "budgets">> {
  readonly seed?: string | number;
  /** Give every namespace its "default" ServiceAccount, as its controller would. Default: true. */
  readonly serviceAccounts?: boolean;
  /** How long a request takes. Default: no time at all. */
  readonly latency?: number;
}

/** A real API server over a real etcd on a virtual clock, without nodes or controllers. */
export interface World {
  readonly simulation: Simulation;
  readonly random: Random;
  readonly store: EtcdStore;
  readonly etcd: EtcdClient;
  readonly server: ApiServer;
  /** A client with all rights. */
  readonly client: Client;
  /** A connection as somebody; the administrator when nobody is named. */
  transport(user?: UserInfo): ApiHandler;
  clientFor(user: UserInfo, userAgent?: string): Client;
  /** One request as the administrator. */
  request(method: ApiRequest["method"], path: string, more?: Partial<ApiRequest>): Promise<ApiResponse>;
  /** Everything there is of a kind, from the store. */
  all<T extends KubernetesObject>(resource: Resource<T>, namespace?: string): readonly T[];
  create<T extends KubernetesObject>(resource: Resource<T>, draft: Draft<T>): Promise<T>;
  /** Lets so much virtual time pass. */
  run(seconds: number): Promise<void>;
  /** Runs until nothing but the pulse of background timers is left; fails when that takes longer than an hour. */
  settle(): Promise<void>;
  /** Kills etcd; its data stay. */
  stopEtcd(): void;
  /** Starts etcd again on its old data. */
  startEtcd(): void;
}

/** Starts a world for a test. */
export async function startApiServer(options: WorldOptions = {}): Promise<World> {
  const simulation = new Simulation({ start: startOfTests, turn });
  const random = createRandom(options.seed ?? "test");
  const disk = new Disk(simulation);
  const etcd = connectTo(() => disk.process);
  const server = createApiServer({ ...options, etcd, clock: simulation, random: random.fork("kube-apiserver"), resources: options.resources ?? kinds });
  const world = new TestWorld({ simulation, random, disk, etcd, server, latency: options.latency ?? 0 });
  if (options.serviceAccounts !== false) giveServiceAccounts(world);
  await world.run(0);
  return world;
}

/** A data directory, and the etcd that serves it at the moment. */
class Disk {
  readonly store = new EtcdStore();
  readonly #simulation: Simulation;
  #lifetime = new Lifetime();
  process: EtcdProcess | undefined;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.start();
  }

  start(): void {
    this.#lifetime = new Lifetime();
    this.process = new EtcdProcess({ store: this.store, clock: this.#simulation, lifetime: this.#lifetime });
  }

  stop(): void {
    this.process = undefined;
    this.#lifetime.end();
  }
}

type Parts = Pick<World, "simulation" | "random" | "etcd" | "server"> & { readonly disk: Disk; readonly latency: number };

class TestWorld implements World {
  readonly simulation: Simulation;
  readonly random: Random;
  readonly store: EtcdStore;
  readonly etcd: EtcdClient;
  readonly server: ApiServer;
  readonly client: Client;
  readonly #disk: Disk;
  readonly #latency: number;

  constructor({ simulation, random, disk, etcd, server, latency }: Parts) {
    this.simulation = simulation;
    this.random = random;
    this.#disk = disk;
    this.store = disk.store;
    this.etcd = etcd;
    this.server = server;
    this.#latency = latency;
    this.client = this.clientFor(admin, "kubectl/v1.36.0");
  }

  transport(user: UserInfo = admin): ApiHandler {
    const { server, simulation } = this;
    const latency = this.#latency;
    return {
      async handle(request: ApiRequest): Promise<ApiResponse> {
        if (latency > 0) await simulation.sleep(latency);
        return server.handle({ ...request, user });
      },
      stream: (request: ApiRequest, sink: StreamSink): StreamHandle => server.stream({ ...request, user }, sink),
    };
  }

  clientFor(user: UserInfo, userAgent = `${user.username}/v1.36.0`): Client {
    return createClient({ transport: this.transport(user), clock: this.simulation, userAgent });
  }

  request(method: ApiRequest["method"], path: string, more: Partial<ApiRequest> = {}): Promise<ApiResponse> {
    return this.server.handle({ method, path, user: admin, ...more });
  }

  all<T extends KubernetesObject>(resource: Resource<T>, namespace = ""): readonly T[] {
    const objects: T[] = [];
    this.server.resources.of(resource)?.visit(namespace, (object) => void objects.push(object));
    return objects;
  }

  create<T extends KubernetesObject>(resource: Resource<T>, draft: Draft<T>): Promise<T> {
    const inNamespace = resource.scope === "Namespaced" && draft.metadata?.namespace === undefined;
    return this.client.create(resource, inNamespace ? { ...draft, metadata: { ...draft.metadata, namespace: "default" } } : draft);
  }

  stopEtcd(): void {
    this.#disk.stop();
  }

  startEtcd(): void {
    this.#disk.start();
  }

  async run(seconds: number): Promise<void> {
    await this.simulation.settle();
    await this.simulation.runFor(seconds * second);
  }

  async settle(): Promise<void> {
    await this.simulation.settle();
    const deadline = this.simulation.now() + 3600 * second;
    while (!this.simulation.settled) {
      if (!(await this.simulation.step(deadline))) throw new Error("the world has not settled within an hour of virtual time");
    }
  }
}

/** Watches namespaces and creates the account that the service account controller would create. */
function giveServiceAccounts(world: World): void {
  const accounts = "/api/v1/namespaces";
  world.transport().stream(
    { method: "GET", path: accounts, query: { watch: "true" } },
    {
      opened() {},
      closed() {},
      chunk: (events) => {
        for (const { type, object } of events as readonly WatchEvent[]) {
          if (type !== "ADDED" || object.metadata.deletionTimestamp !== undefined) continue;
          const body = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } };
          void world.request("POST", `${accounts}/${object.metadata.name}/serviceaccounts`, { body });
        }
      },
    },
  );
}

/** The path of a collection, for tests that speak HTTP. */
export function pathOf({ group, version, plural }: AnyResource, namespace?: string, name?: string): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return [root, ...(namespace === undefined ? [] : ["namespaces", namespace]), plural, ...(name === undefined ? [] : [name])].join("/");
}
