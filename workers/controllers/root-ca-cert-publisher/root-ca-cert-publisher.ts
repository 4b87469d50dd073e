import { deepEqual } from "../../base/deep-equal.ts";
import type { ObjectKey } from "../../apimachinery/object.ts";
import { type ConfigMap, ConfigMaps } from "../../api/core/config-map.ts";
import { type Namespace, Namespaces } from "../../api/core/namespace.ts";
import type { Client } from "../../client/client.ts";
import type { Informer } from "../../client/informer.ts";
import type { Controller } from "../framework/controller.ts";
import { ignoring, ignoringNotFound } from "../framework/ignore-refusals.ts";
import { isNamespaceTerminating } from "../framework/pod-control.ts";
import { type ReconcileContext, reconciler, watching } from "../framework/reconciler.ts";

interface State {
  readonly namespaces: Informer<Namespace>;
  readonly configMaps: Informer<ConfigMap>;
}

const name = "kube-root-ca.crt";
const annotations = {
  "kubernetes.io/description":
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
};

/** Keeps a ConfigMap with the certificate of the cluster's authority in every namespace: pods mount it. */
export function rootCaCertPublisher(certificate: string): Controller {
  const data = { "ca.crt": certificate };
  return reconciler<Namespace, State>({
    name: "root-ca-certificate-publisher-controller",
    reconciles: Namespaces,
    watches: [watching(ConfigMaps, ({ metadata }) => (metadata.name === name ? [metadata.namespace ?? ""] : []))],
    state: ({ informers }) => ({ namespaces: informers.for(Namespaces), configMaps: informers.for(ConfigMaps) }),
    reconcile: (namespace, context) => publish(namespace, context, data),
  });
}

async function publish(namespace: ObjectKey, { client, state }: ReconcileContext<State>, data: Readonly<Record<string, string>>): Promise<void> {
  if (state.namespaces.get(namespace)?.status.phase !== "Active") return;
  const found = state.configMaps.get(`${namespace}/${name}`);
  if (found === undefined) return create(client, namespace, data);
  const described = found.metadata.annotations?.["kubernetes.io/description"] === annotations["kubernetes.io/description"];
  if (described && deepEqual(found.data, data)) return;
  const metadata = { ...found.metadata, annotations: { ...found.metadata.annotations, ...annotations } };
  await ignoringNotFound(client.update(ConfigMaps, { ...found, metadata, data }));
}

async function create(client: Client, namespace: string, data: Readonly<Record<string, string>>): Promise<void> {
  try {
    await ignoring(["AlreadyExists"], client.create(ConfigMaps, { metadata: { name, namespace, annotations }, data }));
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
}
