import { ageColumn, column, nameColumn } from "../columns.ts";
import { validateCsiDriverName } from "../core/volume-source-validation.ts";
import { isUnset, listOrEmpty, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { CSINode, CSINodeDriver } from "../generated/storage/v1.ts";

export type { CSINode } from "../generated/storage/v1.ts";

/** Which storage drivers run on a node. */
export const CSINodes = defineResource<CSINode>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSINode",
  plural: "csinodes",
  scope: "Cluster",

  defaults: (draft) => withDefaults(draft, { spec: { drivers: [] } }),
  validate({ spec }, errors) {
    const names = new Set<string>();
    errors.each("spec.drivers", spec.drivers, (driver) => {
      validateDriver(driver, errors);
      if (names.has(driver.name)) errors.duplicate("name", driver.name);
      names.add(driver.name);
    });
  },

  columns: [nameColumn, column("Drivers", "integer", ({ spec }) => listOrEmpty(spec.drivers).length), ageColumn],
});

const longestId = 192;

function validateDriver({ name, nodeID, topologyKeys = [], allocatable }: CSINodeDriver, errors: FieldErrors): void {
  validateCsiDriverName("name", name, errors);
  if (isUnset(nodeID)) errors.required("nodeID");
  else if (nodeID.length > longestId) errors.invalid("nodeID", nodeID, `must be ${longestId} characters or less`);
  errors.nonNegative("allocatable.count", allocatable?.count);
  for (const [index, key] of topologyKeys.entries()) {
    if (key === "") errors.required(`topologyKeys[${index}]`);
    else if (topologyKeys.indexOf(key) !== index) errors.duplicate(`topologyKeys[${index}]`, key);
  }
}
