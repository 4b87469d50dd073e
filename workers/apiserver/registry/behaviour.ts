import type { AnyResource } from "../../api/resource.ts";

/** What the server does differently from kind to kind, and no kind's schema states. */
export interface Behaviour {
  /** A PUT to a name that is free creates the object. */
  readonly createsOnUpdate: boolean;
  /** A PUT may come without a resourceVersion. */
  readonly updatesUnconditionally: boolean;
  /** DELETE answers with the object that is gone instead of a Status. */
  readonly returnsDeleted: boolean;
  /** The kind takes part in garbage collection: propagation policies become finalizers. */
  readonly collectsGarbage: boolean;
  /** Objects disappear by themselves after so many seconds. */
  readonly ttlSeconds?: number;
  /** The status subresource writes no labels. */
  readonly statusKeepsLabels: boolean;
}

const usual: Behaviour = { createsOnUpdate: false, updatesUnconditionally: true, returnsDeleted: false, collectsGarbage: true, statusKeepsLabels: false };

const creatingOnUpdate: ReadonlySet<string> = new Set([
  "services", "endpoints", "events", "limitranges", "leases.coordination.k8s.io", "events.events.k8s.io",
  "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io",
]);

const conditionalOnly: ReadonlySet<string> = new Set([
  "leases.coordination.k8s.io", "poddisruptionbudgets.policy", "csidrivers.storage.k8s.io", "csinodes.storage.k8s.io", "volumeattachments.storage.k8s.io",
  "runtimeclasses.node.k8s.io", "customresourcedefinitions.apiextensions.k8s.io", "apiservices.apiregistration.k8s.io",
  "mutatingwebhookconfigurations.admissionregistration.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingadmissionpolicies.admissionregistration.k8s.io", "validatingadmissionpolicybindings.admissionregistration.k8s.io",
]);

const returningDeleted: ReadonlySet<string> = new Set([
  "pods", "services", "serviceaccounts", "persistentvolumes", "persistentvolumeclaims", "podtemplates", "resourcequotas",
  "storageclasses.storage.k8s.io", "csinodes.storage.k8s.io", "volumeattachments.storage.k8s.io", "csidrivers.storage.k8s.io",
]);

const keepingLabels: ReadonlySet<string> = new Set(["deployments.apps"]);

/** Events are nothing that owns or is owned. */
const uncollected: ReadonlySet<string> = new Set(["events", "events.events.k8s.io"]);

const eventLifetime = 3600;

/** How the server treats objects of a kind. */
export function behaviourOf({ group, plural }: AnyResource): Behaviour {
  const name = group === "" ? plural : `${plural}.${group}`;
  const isEvent = plural === "events" && (group === "" || group === "events.k8s.io");
  return {
    ...usual,
    createsOnUpdate: creatingOnUpdate.has(name),
    updatesUnconditionally: !conditionalOnly.has(name),
    returnsDeleted: returningDeleted.has(name),
    collectsGarbage: !uncollected.has(name),
    statusKeepsLabels: keepingLabels.has(name),
    ...(isEvent && { ttlSeconds: eventLifetime }),
  };
}
