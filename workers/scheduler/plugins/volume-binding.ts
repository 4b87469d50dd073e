import type { PreFilterPlugin } from "../framework/plugin.ts";
import { skip, unresolvable } from "../framework/status.ts";

/**
 * Keeps pods waiting for the claims that they name. The API serves no persistent volume claims yet, so no claim is
 * ever found; pods whose volumes need no claim are not concerned.
 */
export const volumeBinding: PreFilterPlugin = {
  name: "VolumeBinding",

  preFilter({ pod: { spec }, name }) {
    for (const { persistentVolumeClaim, ephemeral, name: volume } of spec.volumes ?? []) {
      if (persistentVolumeClaim !== undefined) return { refusal: unresolvable(`persistentvolumeclaim "${persistentVolumeClaim.claimName}" not found`) };
      if (ephemeral !== undefined) return { refusal: unresolvable(`waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}-${volume}"`) };
    }
    return skip;
  },
};
