import { isJsonObject } from "../../apimachinery/json-value.ts";
import { badRequest, invalid as invalidStatus } from "../../apimachinery/status.ts";
import { aggregate, errorMessage, type FieldError, invalid, notSupported, errorBody } from "../../apimachinery/validation.ts";
import type { Exchange } from "../exchange.ts";
import { readBody } from "../media/body.ts";

export type Propagation = "Background" | "Foreground" | "Orphan";

/** How an object shall be deleted (meta/v1 DeleteOptions). */
export interface DeletionOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: Propagation;
  /** The old way to say Orphan (true) or Background (false). */
  readonly orphanDependents?: boolean;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly dryRun: boolean;
}

const policies: readonly string[] = ["Foreground", "Background", "Orphan"];

/** Reads the options of a DELETE from its body, or else from its query. */
export function deletionOptions(exchange: Exchange): DeletionOptions {
  const { value } = readBody(exchange.request);
  const given = value === undefined || value === null ? fromQuery(exchange) : fromBody(value);
  const errors = [...validate(given)];
  if (errors.length > 0) throw invalidOptions(errors);
  return { ...given, dryRun: given.dryRun || exchange.dryRun };
}

export function fromBody(value: unknown): DeletionOptions {
  if (!isJsonObject(value)) throw badRequest("the body of a DELETE must be DeleteOptions");
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, dryRun } = value;
  const conditions = isJsonObject(preconditions) ? preconditions : {};
  return {
    ...(typeof gracePeriodSeconds === "number" && { gracePeriodSeconds }),
    ...(typeof propagationPolicy === "string" && { propagationPolicy: propagationPolicy as Propagation }),
    ...(typeof orphanDependents === "boolean" && { orphanDependents }),
    ...(typeof conditions.uid === "string" && { uid: conditions.uid }),
    ...(typeof conditions.resourceVersion === "string" && { resourceVersion: conditions.resourceVersion }),
    dryRun: Array.isArray(dryRun) && dryRun.includes("All"),
  };
}

function fromQuery({ query }: Exchange): DeletionOptions {
  const { gracePeriodSeconds, propagationPolicy, orphanDependents } = query;
  const seconds = Number(gracePeriodSeconds);
  if (gracePeriodSeconds !== undefined && !Number.isInteger(seconds)) throw badRequest(`invalid gracePeriodSeconds: ${gracePeriodSeconds}`);
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds: seconds }),
    ...(propagationPolicy !== undefined && { propagationPolicy: propagationPolicy as Propagation }),
    ...(orphanDependents !== undefined && { orphanDependents: orphanDependents === "true" }),
    dryRun: false,
  };
}

function* validate({ propagationPolicy, orphanDependents }: DeletionOptions): Generator<FieldError> {
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    yield invalid("propagationPolicy", propagationPolicy, "orphanDependents and deletionPropagation cannot be both set");
  }
  if (propagationPolicy !== undefined && !policies.includes(propagationPolicy)) yield notSupported("propagationPolicy", propagationPolicy, [...policies, "nil"]);
}

const invalidOptions = (errors: readonly FieldError[]) =>
  invalidStatus(`DeleteOptions.meta.k8s.io "" is invalid: ${aggregate(errors.map(errorMessage))}`, {
    group: "meta.k8s.io",
    kind: "DeleteOptions",
    causes: errors.map((error) => ({ reason: error.type, message: errorBody(error), field: error.field })),
  });
