import type { ApiError } from "../../apimachinery/status.ts";

/** Which field of the object the server complains about first; undefined when it names none. */
export function faultyField({ status, message }: ApiError): readonly (string | number)[] | undefined {
  const field = status.details?.causes?.find((cause) => (cause.field ?? "") !== "" && cause.field !== "<nil>")?.field;
  if (field !== undefined) return fieldSteps(field);
  const unknown = /(?:unknown|duplicate) field \\?"([^"\\]+)/.exec(message)?.[1] ?? /\.([A-Za-z0-9_.[\]]+): (?:Invalid|Required|unrecognized)/.exec(message)?.[1];
  if (unknown !== undefined) return fieldSteps(unknown);
  return undefined;
}

/** `spec.containers[0].image` and `metadata.labels[app.kubernetes.io/name]`, step by step. */
export function fieldSteps(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (const [, name, inside] of path.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    if (name !== undefined) steps.push(name);
    else if (inside !== undefined) steps.push(/^\d+$/.test(inside) ? Number(inside) : inside);
  }
  return steps;
}
