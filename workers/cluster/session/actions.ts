import { Deployments } from "../../api/apps/deployment.ts";
import { ReplicaSets } from "../../api/apps/replica-set.ts";
import { Nodes } from "../../api/core/node.ts";
import { Pods } from "../../api/core/pod.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { unreachable } from "../../base/assert.ts";
import type { Client } from "../../client/client.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { Action, ActionResult } from "../../protocol/session.ts";
import type { Cluster } from "../cluster.ts";

/** Those actions that one call answers; apply and kubectl have their own results. */
export type SimpleAction = Exclude<Action, { readonly type: "apply" | "kubectl" }>;

/** What a person's click needs: the machines themselves, and a client that writes down who clicked. */
export interface Hands {
  readonly cluster: Cluster;
  readonly client: Client;
}

/** Does what a person asked for, as a client or with the machines' own switches. Refusals become results. */
export async function perform(action: SimpleAction, hands: Hands): Promise<ActionResult> {
  try {
    const { message, kubectl } = await carryOut(action, hands);
    return { ok: true, message, ...(kubectl !== undefined && { kubectl }) };
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, message: `Error from server (${error.reason}): ${error.message}` };
    if (error instanceof ConnectionError || error instanceof Refusal) return { ok: false, message: error.message };
    throw error;
  }
}

/** The world cannot do that: nothing is broken, the person learns why. */
export class Refusal extends Error {}

interface Done {
  readonly message: string;
  readonly kubectl?: string;
}

async function carryOut(action: SimpleAction, hands: Hands): Promise<Done> {
  const { cluster } = hands;
  switch (action.type) {
    case "delete-pod":
      return deletePod(action, hands);
    case "crash-container":
      return crash(action, cluster);
    case "power-off":
      cluster.powerOff(action.node);
      return { message: `${action.node} is powered off` };
    case "power-on":
      cluster.powerOn(action.node);
      return { message: `${action.node} boots` };
    case "cordon":
    case "uncordon":
      return cordon(action, hands);
    case "partition":
      cluster.partition(action.node);
      return { message: `${action.node} is cut off from the network` };
    case "heal-partition":
      cluster.heal(action.node);
      return { message: `${action.node} is back on the network` };
    case "add-node":
      return { message: `${cluster.addNode()} joins the cluster` };
    case "remove-node":
      return removeNode(action.node, hands);
    case "scale":
      return scale(action, hands);
    case "traffic":
      cluster.visitors.send(action.service, action.perSecond);
      return { message: action.perSecond === 0 ? `No more requests to ${action.service}` : `${action.perSecond} requests per second to ${action.service}` };
    default:
      return unreachable(action);
  }
}

async function deletePod({ namespace, name, force = false }: Extract<Action, { type: "delete-pod" }>, { client }: Hands): Promise<Done> {
  await client.delete(Pods, { namespace, name }, force ? { gracePeriodSeconds: 0 } : {});
  return { message: `pod "${name}" deleted`, kubectl: `kubectl delete pod ${name}${inNamespace(namespace)}${force ? " --grace-period=0 --force" : ""}` };
}

function crash({ namespace, name, container }: Extract<Action, { type: "crash-container" }>, cluster: Cluster): Done {
  const crashed = cluster.crashContainer(namespace, name, container);
  if (crashed === undefined) throw new Refusal(`no running container in pod ${name}`);
  return { message: `The main process of container ${crashed} in pod ${name} was killed`, kubectl: `kubectl exec ${name}${inNamespace(namespace)} -c ${crashed} -- kill -9 1` };
}

async function cordon({ type, node }: Extract<Action, { type: "cordon" | "uncordon" }>, { client }: Hands): Promise<Done> {
  await client.patch(Nodes, { name: node }, { type: "strategic", body: { spec: { unschedulable: type === "cordon" ? true : null } } });
  return { message: `node/${node} ${type}ed`, kubectl: `kubectl ${type} ${node}` };
}

async function removeNode(name: string, { cluster, client }: Hands): Promise<Done> {
  cluster.removeNode(name);
  await client.delete(Nodes, { name });
  return { message: `node "${name}" deleted, its machine is gone`, kubectl: `kubectl delete node ${name}` };
}

async function scale({ resource, namespace, name, replicas }: Extract<Action, { type: "scale" }>, { client }: Hands): Promise<Done> {
  const kind = resource === "replicasets.apps" ? "replicaset" : "deployment";
  const patch = { type: "merge", body: { spec: { replicas } }, subresource: "scale" } as const;
  if (kind === "replicaset") await client.patch(ReplicaSets, { namespace, name }, patch);
  else await client.patch(Deployments, { namespace, name }, patch);
  return { message: `${kind}.apps/${name} scaled`, kubectl: `kubectl scale ${kind}/${name} --replicas=${replicas}${inNamespace(namespace)}` };
}

const inNamespace = (namespace: string) => (namespace === "default" ? "" : ` -n ${namespace}`);
