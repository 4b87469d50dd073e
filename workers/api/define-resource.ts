import type { KubernetesObject } from "../apimachinery/object.ts";
import { ageColumn, nameColumn } from "./columns.ts";
import { FieldErrors } from "./field-errors.ts";
import { subdomainName } from "./names.ts";
import { validateMetadata, validateObjectMetaUpdate } from "./object-meta-validation.ts";
import type { Resource } from "./resource.ts";

type Computed = "validate" | "validateCreate" | "validateUpdate" | "validateStatusUpdate" | "validateSubresourceUpdate";
type Stated = "group" | "version" | "kind" | "plural" | "scope";

/** Methods, so that resources of different kinds fit into one list. */
export interface UpdateRule<T> {
  check(object: T, previous: T, errors: FieldErrors): void;
}

/** What a kind's file states. What is left out is filled in by `defineResource`. */
export type ResourceFacts<T extends KubernetesObject> = Pick<Resource<T>, Stated> &
  Partial<Omit<Resource<T>, Computed | Stated>> & {
    /** Rules beyond those for metadata. */
    validate?(object: T, errors: FieldErrors): void;
    /** Rules that only a new object must obey. */
    validateCreate?(object: T, errors: FieldErrors): void;
    /** Rules between two versions, beyond those for metadata. */
    validateUpdate?(object: T, previous: T, errors: FieldErrors): void;
    /** Rules for a write of the status subresource, beyond those for metadata. */
    validateStatusUpdate?(object: T, previous: T, errors: FieldErrors): void;
    /** Rules for writes of other subresources, by their names, beyond those for metadata. */
    readonly subresourceRules?: Readonly<Record<string, UpdateRule<T>>>;
  };

/** A complete resource: names, columns and rules that most kinds share are filled in. */
export function defineResource<T extends KubernetesObject>(facts: ResourceFacts<T>): Resource<T> {
  const validateName = facts.validateName ?? subdomainName;
  return Object.freeze({
    singular: facts.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    definition: definitionName(facts),
    subresources: [],
    defaults: (draft) => draft,
    prepareForCreate: (object) => object,
    prepareForUpdate: (object) => object,
    columns: [nameColumn, ageColumn],
    selectableFields: {},
    hasGeneration: false,
    defaultPropagation: "Background",
    ...facts,
    validateName,
    ...rules(facts, validateName),
  } satisfies Resource<T>);
}

function rules<T extends KubernetesObject>(facts: ResourceFacts<T>, validateName: Resource<T>["validateName"]): Required<Pick<Resource<T>, Computed>> {
  const naming = { scope: facts.scope, validateName };
  return {
    validate(object) {
      const errors = new FieldErrors();
      validateMetadata(object, errors, naming);
      facts.validate?.(object, errors);
      return errors.list();
    },
    validateCreate(object) {
      const errors = new FieldErrors();
      facts.validateCreate?.(object, errors);
      return errors.list();
    },
    validateUpdate(object, previous) {
      const errors = updateErrors(object, previous);
      facts.validateUpdate?.(object, previous, errors);
      return errors.list();
    },
    validateStatusUpdate(object, previous) {
      const errors = updateErrors(object, previous);
      facts.validateStatusUpdate?.(object, previous, errors);
      return errors.list();
    },
    validateSubresourceUpdate(subresource, object, previous) {
      const rule = facts.subresourceRules?.[subresource];
      if (rule === undefined) return undefined;
      const errors = updateErrors(object, previous);
      rule.check(object, previous, errors);
      return errors.list();
    },
  };
}

function updateErrors(object: KubernetesObject, previous: KubernetesObject): FieldErrors {
  const errors = new FieldErrors();
  errors.at("metadata", object.metadata, (meta) => validateObjectMetaUpdate(meta, previous.metadata, errors));
  return errors;
}

const packages: Readonly<Record<string, string>> = {
  "apiextensions.k8s.io": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions",
  "apiregistration.k8s.io": "io.k8s.kube-aggregator.pkg.apis.apiregistration",
  "internal.apiserver.k8s.io": "io.k8s.api.apiserverinternal",
  "flowcontrol.apiserver.k8s.io": "io.k8s.api.flowcontrol",
};

function definitionName({ group, version, kind }: { readonly group: string; readonly version: string; readonly kind: string }): string {
  const home = packages[group] ?? `io.k8s.api.${group === "" ? "core" : group.split(".")[0]}`;
  return `${home}.${version}.${kind}`;
}
