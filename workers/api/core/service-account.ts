import { ageColumn, column, nameColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { ServiceAccount } from "../generated/core/v1.ts";

export type { ServiceAccount } from "../generated/core/v1.ts";

/** Who a pod is when it talks to the API server. */
export const ServiceAccounts = defineResource<ServiceAccount>({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  scope: "Namespaced",
  subresources: ["token"],

  columns: [nameColumn, column("Secrets", "string", ({ secrets = [] }) => secrets.length), ageColumn],
});
