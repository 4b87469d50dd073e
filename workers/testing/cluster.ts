import type { KubernetesObject } from "../apimachinery/object.ts";
import { descriptions } from "../api/descriptions.ts";
import type { Resource } from "../api/resource.ts";
import { addDescriptions } from "../api/schema.ts";
import { resourceNameOf } from "../cluster/session/chronicle.ts";
import { minute, second } from "../base/units.ts";
import type { Client } from "../client/client.ts";
import { createClient } from "../client/create-client.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { type ClusterOptions, createCluster } from "../cluster/create-cluster.ts";
import { admin, createOutsideTransport } from "../cluster/outside-transport.ts";
import type { EtcdEvent } from "../etcd/key-value.ts";
import { turn } from "./node/turn.ts";

addDescriptions(descriptions);

/** A whole cluster for a test, booted, with a client that may do everything. */
export interface TestCluster {
  readonly cluster: Cluster;
  readonly client: Client;
  /** Everything there is of a kind, from the store, in the order of keys. */
  readonly all: <T extends KubernetesObject>(resource: Resource<T>) => readonly T[];
  readonly run: (seconds: number) => Promise<void>;
  /** Runs until the condition holds, and returns after how many virtual seconds; fails after ten minutes. */
  readonly until: (what: string, holds: () => boolean) => Promise<number>;
  /** Lets a request from outside in, as the page does. */
  readonly ask: <T>(request: () => Promise<T>) => Promise<T>;
}

const mostPatience = 15 * minute;

/** Boots a cluster and waits until it is ready. */
export async function startCluster(options: Partial<ClusterOptions> = {}): Promise<TestCluster> {
  const cluster = createCluster({ seed: "test", nodes: 3, turn, ...options });
  const { simulation, store, endpoints } = cluster;
  const world: TestCluster = {
    cluster,
    client: createClient({ transport: createOutsideTransport(endpoints, admin), clock: simulation, userAgent: "kubectl/v1.36.0", cause: { actor: "you", input: 1 } }),
    all: (resource) => ofKind(store.range({ from: "/registry/" }).items.map(({ value }) => value as KubernetesObject), resource),
    run: (seconds) => simulation.runFor(seconds * second),
    async until(what, holds) {
      const begun = simulation.now();
      while (!holds()) {
        if (!(await simulation.step(begun + mostPatience))) throw new Error(`${what}: not within ${mostPatience / minute} minutes`);
      }
      return (simulation.now() - begun) / second;
    },
    async ask(request) {
      let answer: ReturnType<typeof request> | undefined;
      const carryOut = () => {
        answer = request();
        // Whoever asked hears of a refusal, but only once the instant is over.
        answer.catch(() => {});
      };
      await simulation.runUntil(simulation.input(carryOut));
      return answer!;
    },
  };
  await world.until("the cluster is ready", () => cluster.ready);
  return world;
}

function ofKind<T extends KubernetesObject>(objects: readonly KubernetesObject[], { group, plural }: Resource<T>): readonly T[] {
  const name = group === "" ? plural : `${plural}.${group}`;
  return objects.filter((object) => object.kind !== undefined && resourceNameOf(object) === name) as unknown as readonly T[];
}

/** Writes down every commit of the store from now on, in a form that two runs can be compared by. */
export function recordHistory({ store, simulation }: Cluster): readonly string[] {
  const history: string[] = [];
  store.observe((events: readonly EtcdEvent[]) => {
    for (const { type, key, revision, current, note } of events) history.push(`${simulation.now()} ${revision} ${type} ${key} ${JSON.stringify(current?.value)} ${JSON.stringify(note)}`);
  });
  return history;
}
