import { ageColumn, column, nameColumn } from "../columns.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { encodeBase64 } from "../base64.ts";
import { isUnset } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { Secret } from "../generated/core/v1.ts";
import { validateSealed, validateSecret } from "./secret-validation.ts";

export type { Secret } from "../generated/core/v1.ts";

/** Settings that few may read. */
export const Secrets = defineResource<Secret>({
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  scope: "Namespaced",

  defaults: (draft) => (isUnset(draft.type) ? { ...withEncodedData(draft), type: "Opaque" } : withEncodedData(draft)),
  prepareForUpdate: (secret, previous) => (isUnset(secret.type) ? { ...secret, type: previous.type } : secret),
  validate: validateSecret,
  validateUpdate(secret, previous, errors) {
    errors.immutable("type", secret.type, previous.type);
    validateSealed(secret, previous, errors);
  },

  columns: [
    nameColumn,
    column("Type", "string", ({ type = "" }) => type),
    column("Data", "string", ({ data = {} }) => Object.keys(data).length),
    ageColumn,
  ],
  selectableFields: { type: { get: ({ type = "" }) => type } },
});

/** `stringData` is for writing only: the server encodes it and puts it into `data`. */
function withEncodedData(draft: Draft<Secret>): Draft<Secret> {
  const { stringData, ...rest } = draft;
  if (stringData === undefined) return draft;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, encodeBase64(text ?? "")]);
  return { ...rest, data: { ...rest.data, ...Object.fromEntries(encoded) } };
}
