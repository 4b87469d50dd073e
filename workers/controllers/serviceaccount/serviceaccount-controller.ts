import type { ObjectKey } from "../../apimachinery/object.ts";
import { type Namespace, Namespaces } from "../../api/core/namespace.ts";
import { type ServiceAccount, ServiceAccounts } from "../../api/core/service-account.ts";
import type { Informer } from "../../client/informer.ts";
import { ignoring } from "../framework/ignore-refusals.ts";
import { isNamespaceTerminating } from "../framework/pod-control.ts";
import { type ReconcileContext, reconciler, watching } from "../framework/reconciler.ts";

interface State {
  readonly namespaces: Informer<Namespace>;
  readonly serviceAccounts: Informer<ServiceAccount>;
}

/** The account of pods that name none. */
const name = "default";

/** Keeps a ServiceAccount "default" in every namespace. */
export const serviceAccountController = reconciler<Namespace, State>({
  name: "serviceaccount-controller",
  reconciles: Namespaces,
  watches: [watching(ServiceAccounts, ({ metadata }) => (metadata.name === name ? [metadata.namespace ?? ""] : []), () => false)],
  workers: 1,
  state: ({ informers }) => ({ namespaces: informers.for(Namespaces), serviceAccounts: informers.for(ServiceAccounts) }),
  reconcile,
});

async function reconcile(namespace: ObjectKey, { client, state }: ReconcileContext<State>): Promise<void> {
  if (state.namespaces.get(namespace)?.status.phase !== "Active") return;
  if (state.serviceAccounts.get(`${namespace}/${name}`) !== undefined) return;
  try {
    await ignoring(["AlreadyExists"], client.create(ServiceAccounts, { metadata: { name, namespace } }));
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
}
