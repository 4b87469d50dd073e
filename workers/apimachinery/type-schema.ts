/** How the items of a list belong together, for patches and server-side apply. */
export type ListType = "atomic" | "set" | "map";

/** The shape of a JSON value. `any` takes whatever it is given: raw extensions and embedded JSON. */
export type ValueKind = "object" | "map" | "list" | "string" | "integer" | "number" | "boolean" | "quantity" | "int-or-string" | "time" | "micro-time" | "duration" | "bytes" | "any";

/**
 * What patches, server-side apply and decoding need to know of a type. One node stands for a field together with
 * the type of its value, so a merge key belongs to the field `containers`, not to the type Container. Nodes are
 * shared and never change: equal paths give the same node.
 */
export interface TypeSchema {
  readonly kind: ValueKind;
  /** The type in Go's words, for messages: `v1.DeploymentSpec`, `[]v1.Container`, `int32`. */
  readonly goType: string;
  /** The schema of a field or of a map's value; undefined when there is no such field. */
  property(name: string): TypeSchema | undefined;
  /** Fields that an object always has; empty for anything else. */
  readonly required: readonly string[];
  /** The schema of a list's items. */
  readonly items: TypeSchema | undefined;
  /** Strategic merge patch: the field that identifies an item of a list. */
  readonly patchMergeKey: string | undefined;
  /** Strategic merge patch: `merge`, `replace`, `retainKeys`. */
  readonly patchStrategies: readonly string[];
  /** Server-side apply: how a list merges. */
  readonly listType: ListType;
  /** Server-side apply: the fields that identify an item of a list of type `map`. */
  readonly listMapKeys: readonly string[];
  /** Server-side apply: an object or map that has one owner as a whole. */
  readonly atomic: boolean;
  /** Server-side apply: in Go the field exists, if empty, in every object; so setting what is below does not create it. */
  readonly alwaysPresent: boolean;
  /** What a field that identifies a list item counts as when it is left out. */
  readonly defaultValue: unknown;
  /** Unknown fields are kept instead of pruned. */
  readonly preservesUnknownFields: boolean;
  /**
   * Decoding refuses values of another type, and drops nulls and what is empty, as Go's structs do. Custom resources
   * have no structs: their values stay as they are, and their types are a matter of validation.
   */
  readonly isGoStruct: boolean;
}
