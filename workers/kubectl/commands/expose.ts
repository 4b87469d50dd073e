import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { throwCollected } from "../errors.ts";
import type { FoundObject } from "../found-objects.ts";
import { createGenerated, generatorFlags } from "../generate/create-generated.ts";
import { filenameFlags } from "../manifest/read-files.ts";
import { selectObjects } from "../selected-objects.ts";

interface Exposable extends KubernetesObject {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Labels; readonly matchExpressions?: readonly unknown[] } & Labels;
    readonly template?: { readonly spec?: PodSpec };
    readonly ports?: readonly { readonly port?: number; readonly protocol?: string }[];
  } & PodSpec;
}

interface PodSpec {
  readonly containers?: readonly { readonly ports?: readonly { readonly containerPort: number; readonly protocol?: string }[] }[];
}

type Labels = Readonly<Record<string, string>>;

export const exposeCommand: Command = {
  name: "expose",
  summary: "Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service",
  usage: "expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]",
  examples: `# A service for a deployment
kubectl expose deployment web --port=80 --target-port=8080

# Reachable from outside
kubectl expose deployment web --port=80 --type=NodePort`,
  writes: true,
  flags: [
    ...filenameFlags,
    ...generatorFlags.map((flag) => (flag.name === "field-manager" ? { ...flag, default: "kubectl-expose" } : flag)),
    { name: "selector", type: "string", help: "Which pods the service selects; taken from the object when missing." },
    { name: "name", type: "string", help: "The name of the new service." },
    { name: "port", type: "string", help: "The port that the service serves; taken from the object when missing." },
    { name: "target-port", type: "string", help: "Name or number of the port of the containers." },
    { name: "protocol", type: "string", help: "TCP, UDP or SCTP." },
    { name: "type", type: "string", help: "ClusterIP, NodePort, LoadBalancer or ExternalName." },
    { name: "labels", short: "l", type: "string", help: "Labels of the service." },
    { name: "external-ip", type: "string", help: "An address outside of the cluster that leads to the service." },
    { name: "load-balancer-ip", type: "string", help: "The address of the load balancer." },
    { name: "cluster-ip", type: "string", help: "The address of the service, or None." },
    { name: "session-affinity", type: "string", help: "None or ClientIP." },
    { name: "overrides", type: "string", help: "JSON that is merged into the service. Not supported here." },
  ],

  async run(context) {
    if (context.arguments.given("overrides")) throw new KubectlError("--overrides is not supported by this kubectl's expose");
    // Its --selector says what the service selects, not what is exposed.
    const { objects, errors } = await selectObjects(context, { path: "kubectl expose", selector: "" });
    throwCollected(errors);
    for (const found of objects) await exposeOne(context, found);
    return 0;
  },
};

async function exposeOne(context: CommandContext, { resource, object }: FoundObject): Promise<void> {
  const { arguments: given } = context;
  const source = object as Exposable;
  if (!exposable.has(`${resource.group}/${resource.kind}`)) throw new KubectlError(`cannot expose a ${resource.group === "" ? resource.kind : `${resource.kind}.${resource.group}`}`);
  const name = given.text("name") || source.metadata.name;
  const labels = given.text("labels") === "" ? source.metadata.labels : pairs(given.text("labels"));
  const optional = { clusterIP: "cluster-ip", loadBalancerIP: "load-balancer-ip", sessionAffinity: "session-affinity", type: "type" };
  const extra = Object.fromEntries(Object.entries(optional).map(([field, flag]) => [field, given.text(flag)]).filter(([, value]) => value !== ""));
  const externalIPs = given.text("external-ip") === "" ? {} : { externalIPs: [given.text("external-ip")] };
  const spec = { ...extra, ...externalIPs, ports: portsOf(context, source), selector: selectorOf(context, source) };
  const metadata = { ...(labels !== undefined && { labels }), name };
  await createGenerated(context, { apiVersion: "v1", kind: "Service", metadata, spec, status: { loadBalancer: {} } }, { outcome: "exposed" });
}

const exposable: ReadonlySet<string> = new Set(["apps/Deployment", "apps/ReplicaSet", "/ReplicationController", "/Service", "/Pod"]);

const pairs = (text: string): Labels => Object.fromEntries(text.split(",").map((pair) => [pair.split("=")[0] ?? "", pair.split("=").slice(1).join("=")]));

function selectorOf({ arguments: given }: CommandContext, { kind, metadata, spec }: Exposable): Labels {
  if (given.text("selector") !== "") return pairs(given.text("selector"));
  const selector = spec?.selector;
  if (kind === "Pod") {
    if (metadata.labels === undefined) throw new KubectlError("couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed");
    return metadata.labels;
  }
  if (kind === "Deployment" || kind === "ReplicaSet") {
    if ((selector?.matchExpressions ?? []).length > 0) throw new KubectlError("couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - \"matchExpressions\" to map-based selector format");
    return selector?.matchLabels ?? {};
  }
  if (selector === undefined || Object.keys(selector).length === 0) throw new KubectlError("couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set");
  return selector as Labels;
}

interface Port {
  readonly port: number;
  readonly protocol: string;
}

function portsOf({ arguments: given }: CommandContext, object: Exposable) {
  const stated = given.text("port");
  const known = containerPorts(object);
  const wanted: readonly Port[] = stated === "" ? known : stated.split(",").map((port) => ({ port: Number(port), protocol: known.find((each) => each.port === Number(port))?.protocol ?? "TCP" }));
  if (wanted.length === 0) throw new KubectlError("couldn't find port via --port flag or introspection");
  const protocol = given.text("protocol");
  const target = given.text("target-port");
  return wanted.map((each, index) => ({
    ...(wanted.length > 1 && { name: `port-${index + 1}` }),
    port: each.port,
    protocol: protocol === "" ? each.protocol : protocol.toUpperCase(),
    targetPort: target === "" ? each.port : /^\d+$/.test(target) ? Number(target) : target,
  }));
}

function containerPorts({ kind, spec }: Exposable): readonly Port[] {
  if (kind === "Service") return (spec?.ports ?? []).map(({ port = 0, protocol = "TCP" }) => ({ port, protocol }));
  const pod = kind === "Pod" ? spec : spec?.template?.spec;
  return (pod?.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort, protocol = "TCP" }) => ({ port: containerPort, protocol })));
}
