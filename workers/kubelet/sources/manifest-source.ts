import type { Draft } from "../../apimachinery/object.ts";
import type { Pod } from "../../api/generated/core/v1.ts";

/** The directory with manifests of static pods (/etc/kubernetes/manifests). */
export interface ManifestSource {
  pods(): readonly Draft<Pod>[];
  /** Calls `run` when a file was added, changed or removed. Returns how to stop listening. */
  onChange(run: () => void): () => void;
}

/** Manifests that are there from the start and never change. */
export const fixedManifests = (pods: readonly Draft<Pod>[]): ManifestSource => ({ pods: () => pods, onChange: () => () => {} });
