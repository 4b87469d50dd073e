import { type Part, withDefaults, withField } from "../defaulting.ts";
import type { PersistentVolumeClaim } from "../generated/core/v1.ts";
import { defaultClaimSpec } from "./volume-defaults.ts";

type Claim = Pick<Part<PersistentVolumeClaim>, "spec" | "status">;

/** What a claim gets when its author says nothing; a template of one, too. */
export const defaultClaim = <C extends Claim>(claim: C): C =>
  withField(withField(claim, "spec", defaultClaimSpec(claim.spec ?? {})), "status", withDefaults(claim.status ?? {}, { phase: "Pending" }));
