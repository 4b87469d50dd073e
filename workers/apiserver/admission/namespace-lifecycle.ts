import { ApiError, forbidden, notFound } from "../../apimachinery/status.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import type { AdmissionPlugin, AdmissionReview } from "../core.ts";

/** These exist as long as the cluster does. */
const immortal: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public"]);

const namespaces = { group: "", resource: "namespaces" };

/** Nothing is created in a namespace that does not exist, or that is on its way out. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: "NamespaceLifecycle",

  mutate(object, review) {
    if (review.operation === "CREATE") checkNamespace(review);
    return object;
  },

  validate({ operation, call, name }) {
    const { resource } = call.served;
    if (operation === "DELETE" && resource.group === "" && resource.kind === "Namespace" && immortal.has(name)) {
      throw forbidden(namespaces, name, "this namespace may not be deleted");
    }
  },
};

function checkNamespace({ call, namespace, name }: AdmissionReview): void {
  const { core, served } = call;
  if (!served.namespaced) return;
  const found = core.served.of(Namespaces)?.get("", namespace);
  if (found === undefined) throw notFound(namespaces, namespace);
  if (found.status.phase !== "Terminating" && found.metadata.deletionTimestamp === undefined) return;
  const { status } = forbidden(served.name, name, `unable to create new content in namespace ${namespace} because it is being terminated`);
  const cause = { reason: "NamespaceTerminating", message: `namespace ${namespace} is being terminated`, field: "metadata.namespace" };
  throw new ApiError({ ...status, details: { ...status.details, causes: [cause] } });
}
