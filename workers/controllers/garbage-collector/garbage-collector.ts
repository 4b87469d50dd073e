import type { KubernetesObject, OwnerReference } from "../../apimachinery/object.ts";
import { groupOf, versionOf } from "../../apimachinery/owner-references.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { AnyResource } from "../../api/resource.ts";
import { type Informer, revisionOf } from "../../client/informer.ts";
import { startWorkers } from "../../client/queue-workers.ts";
import { ConnectionError } from "../../client/transport.ts";
import { type WorkItem, WorkQueue } from "../../client/work-queue.ts";
import type { Controller, ControllerEnvironment } from "../framework/controller.ts";
import { RetryLater } from "../framework/reconciler.ts";
import { trackedInformers } from "../framework/tracked-informers.ts";
import { type Collector, examine, orphanDependents } from "./collect.ts";
import { Graph } from "./graph.ts";
import { formatIdentity, type GraphNode } from "./node.ts";

/** Workers over all kinds (--concurrent-gc-syncs). */
const workers = 20;

/** Deleting an object takes two requests: twice the limit of other controllers. */
const rateLimit = { qps: 40, burst: 60 };

/**
 * Deletes objects whose owners are gone: in the background, in the foreground, or not at all when they are
 * to be orphaned. `resources` are all kinds of the cluster; events are nobody's property.
 */
export function garbageCollector(resources: () => readonly AnyResource[]): Controller {
  return {
    name: "garbage-collector-controller",
    rateLimit,
    start: (environment) => start(environment, resources().filter(({ kind }) => kind !== "Event")),
  };
}

function start({ informers: shared, clock, lifetime, client, recorder, log, actor }: ControllerEnvironment, resources: readonly AnyResource[]): void {
  const { informers, synced } = trackedInformers(shared);
  const examined = new WorkQueue(clock);
  const orphaned = new WorkQueue(clock);
  const find = resourceFinder(resources);
  const graph = new Graph(
    {
      examine: (node, revision) => examined.add(node.identity.uid, revision),
      orphan: (node, revision) => orphaned.add(node.identity.uid, revision),
      misplaced: (dependent, owner) => recorder.warning(dependent, "OwnerRefInvalidNamespace", misplacedText(dependent, owner)),
    },
    (owner) => find(owner)?.scope === "Cluster",
  );
  for (const resource of resources) follow(graph, informers.for(resource));

  const work = (queue: WorkQueue, act: (collector: Collector, node: GraphNode) => Promise<void>) => async ({ key, revision }: WorkItem) => {
    const node = graph.node(key);
    if (node === undefined) return;
    const cause = { actor, ...(revision !== undefined && { revision }) };
    try {
      await act({ client: client.because(cause), graph, resourceOf: find, examine: (other) => examined.add(other.identity.uid, revision) }, node);
      queue.forget(key);
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError || error instanceof RetryLater)) throw error;
      log.warning(`error syncing item ${formatIdentity(node.identity)}: ${error.message}`);
      queue.addRateLimited(key, revision);
    }
  };
  clock.spawn(async () => {
    await synced();
    startWorkers({ queue: examined, clock, lifetime, workers, work: work(examined, examine) });
    startWorkers({ queue: orphaned, clock, lifetime, workers, work: work(orphaned, orphanDependents) });
  });
}

function follow(graph: Graph, informer: Informer<KubernetesObject>): void {
  informer.addHandler({
    added: (object) => graph.observed(object),
    updated(previous, object) {
      if (previous.metadata.uid !== object.metadata.uid) graph.removed(previous.metadata.uid, revisionOf(object));
      graph.observed(object, previous.metadata.uid === object.metadata.uid ? previous : undefined);
    },
    deleted: (object) => graph.removed(object.metadata.uid, revisionOf(object)),
  });
}

function resourceFinder(resources: readonly AnyResource[]): Collector["resourceOf"] {
  const byKind = new Map(resources.map((resource) => [`${resource.group}/${resource.kind}`, resource]));
  return ({ apiVersion, kind }) => {
    const resource = byKind.get(`${groupOf(apiVersion)}/${kind}`);
    return resource?.version === versionOf(apiVersion) ? resource : undefined;
  };
}

const misplacedText = ({ metadata: { namespace = "" } }: KubernetesObject, { apiVersion, kind, name, uid }: OwnerReference) =>
  `ownerRef ${formatIdentity({ apiVersion, kind, name, uid, namespace })} does not exist in namespace "${namespace}"`;
