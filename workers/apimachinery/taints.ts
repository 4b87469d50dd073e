import { parseInt64 } from "./label-requirement.ts";

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
  readonly timeAdded?: string;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

/** Does one toleration cover the taint? No effect and no key mean every effect and every key. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if ((toleration.effect ?? "") !== "" && toleration.effect !== taint.effect) return false;
  if ((toleration.key ?? "") !== "" && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? "") {
    case "":
    case "Equal":
      return (toleration.value ?? "") === (taint.value ?? "");
    case "Exists":
      return true;
    case "Lt":
      return compareValues(taint, toleration, (taintValue, bound) => taintValue < bound);
    case "Gt":
      return compareValues(taint, toleration, (taintValue, bound) => taintValue > bound);
    default:
      return false;
  }
}

/** Does any of the tolerations cover the taint? */
export const tolerated = (tolerations: readonly Toleration[] | undefined, taint: Taint) =>
  tolerations?.some((toleration) => tolerates(toleration, taint)) === true;

/** The first taint that matters (by `counts`) and that no toleration covers. */
export const untoleratedTaint = (
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  counts: (taint: Taint) => boolean,
): Taint | undefined => taints?.find((taint) => counts(taint) && !tolerated(tolerations, taint));

/** Taints that keep pods away, as the scheduler sees them. */
export const repels = ({ effect }: Taint) => effect === "NoSchedule" || effect === "NoExecute";

/** Two taints are the same taint when key and effect agree, whatever the value. */
export const sameTaint = (a: Taint, b: Taint) => a.key === b.key && a.effect === b.effect;

/** Writes a taint as kubectl does: `key=value:Effect`. */
export function formatTaint({ key, value = "", effect }: Taint): string {
  if (effect === "") return value === "" ? key : `${key}=${value}:`;
  return value === "" ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}

function compareValues(taint: Taint, toleration: Toleration, holds: (taintValue: bigint, bound: bigint) => boolean): boolean {
  const taintValue = parseInt64(taint.value ?? "");
  const bound = parseInt64(toleration.value ?? "");
  return taintValue !== undefined && bound !== undefined && holds(taintValue, bound);
}
