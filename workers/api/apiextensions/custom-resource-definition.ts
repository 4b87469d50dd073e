import type { Draft } from "../../apimachinery/object.ts";
import { createdAtColumn, nameColumn } from "../columns.ts";
import { changeField, isUnset, listOrEmpty, type Part, withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { CustomResourceDefinition, CustomResourceDefinitionNames, CustomResourceDefinitionSpec } from "../generated/apiextensions/v1.ts";
import { validateAcceptedNames, validateDefinition, validateDefinitionUpdate } from "./definition-validation.ts";

export type { CustomResourceDefinition, CustomResourceDefinitionVersion } from "../generated/apiextensions/v1.ts";

/** A kind that somebody adds to the API. */
export const CustomResourceDefinitions = defineResource<CustomResourceDefinition>({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  scope: "Cluster",
  subresources: ["status"],
  hasGeneration: true,

  defaults: defaultDefinition,
  prepareForCreate: (definition) => withStoredVersion({ ...definition, status: {} }),
  prepareForUpdate: (definition) => withStoredVersion(definition),
  validate: validateDefinition,
  validateUpdate: validateDefinitionUpdate,
  validateStatusUpdate: ({ status }, _previous, errors) => errors.at("status.acceptedNames", status.acceptedNames, validateAcceptedNames),

  columns: [nameColumn, createdAtColumn],
});

function defaultDefinition(draft: Draft<CustomResourceDefinition>): Draft<CustomResourceDefinition> {
  const filled = withDefaults(draft, { spec: {}, status: {} });
  return changeField(filled, "spec", (spec) => defaultConversion(changeField(withDefaults(spec, { names: {}, conversion: { strategy: "None" } }), "names", defaultNames)));
}

const defaultConversion = (spec: Part<CustomResourceDefinitionSpec>): Part<CustomResourceDefinitionSpec> =>
  changeField(spec, "conversion", (conversion) =>
    changeField(conversion, "webhook", (webhook) =>
      changeField(webhook, "clientConfig", (client) => changeField(client, "service", (service) => withDefaults(service, { port: 443 }))),
    ),
  );

function defaultNames(names: Part<CustomResourceDefinitionNames>): Part<CustomResourceDefinitionNames> {
  const { kind = "" } = names;
  const named = isUnset(names.singular) ? { ...names, singular: kind.toLowerCase() } : names;
  return isUnset(named.listKind) && kind !== "" ? { ...named, listKind: `${kind}List` } : named;
}

/** Objects may be stored in any version that was the storage version once. */
function withStoredVersion(definition: CustomResourceDefinition): CustomResourceDefinition {
  const stored = listOrEmpty(definition.status.storedVersions);
  const storage = listOrEmpty(definition.spec.versions).find((version) => version.storage)?.name;
  if (storage === undefined || stored.includes(storage)) return definition;
  return withField(definition, "status", { ...definition.status, storedVersions: [...stored, storage] });
}
