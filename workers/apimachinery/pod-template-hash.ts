import { fnv1a } from "../base/hash.ts";
import { safeEncode } from "./generate-name.ts";

/**
 * The hash in names of ReplicaSets and in the label `pod-template-hash`: equal templates give equal hashes,
 * whatever the order of their keys. A collision count that is set makes another hash of the same template.
 */
export function podTemplateHash(template: unknown, collisionCount?: number): string {
  const seed = collisionCount === undefined ? undefined : fnv1a(String(collisionCount));
  return safeEncode(String(hashValue(template, seed)));
}

/** A 32-bit hash of a JSON value that does not depend on the order of keys. */
export function hashValue(value: unknown, seed?: number): number {
  if (Array.isArray(value)) return fnv1a("]", value.reduce<number>((hash, item) => hashValue(item, hash), fnv1a("[", seed)));
  if (typeof value !== "object" || value === null) return fnv1a(`${typeof value}:${String(value)};`, seed);
  return hashRecord(value as Readonly<Record<string, unknown>>, seed);
}

function hashRecord(record: Readonly<Record<string, unknown>>, seed: number | undefined): number {
  let hash = fnv1a("{", seed);
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) hash = hashValue(record[key], fnv1a(`${key}:`, hash));
  }
  return fnv1a("}", hash);
}
