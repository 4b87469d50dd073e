import { quantitySign } from "../../apimachinery/quantity.ts";
import { isNegative } from "../../apimachinery/validation.ts";
import { column, nameColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { CSIStorageCapacity } from "../generated/storage/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import { subdomainName } from "../names.ts";

export type { CSIStorageCapacity } from "../generated/storage/v1.ts";

/** How much storage of a class there is, and for which nodes. */
export const CSIStorageCapacities = defineResource<CSIStorageCapacity>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIStorageCapacity",
  plural: "csistoragecapacities",
  scope: "Namespaced",

  validate(storage, errors) {
    const name = storage.storageClassName ?? "";
    if (name === "") errors.required("storageClassName");
    else errors.check("storageClassName", name, subdomainName(name, false));
    errors.at("nodeTopology", storage.nodeTopology, validateLabelSelector);
    for (const field of ["capacity", "maximumVolumeSize"] as const) {
      const amount = storage[field];
      if (amount !== undefined && quantitySign(amount) < 0) errors.invalid(field, amount, isNegative);
    }
  },
  validateUpdate(now, before, errors) {
    errors.immutable("nodeTopology", now.nodeTopology, before.nodeTopology);
    errors.immutable("storageClassName", now.storageClassName, before.storageClassName);
  },

  columns: [nameColumn, column("StorageClass", "string", ({ storageClassName }) => storageClassName), column("Capacity", "string", ({ capacity }) => capacity ?? "<unset>")],
});
