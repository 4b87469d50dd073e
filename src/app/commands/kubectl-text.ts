import { splitKey, type Target } from "../../lib/object-key.ts";
import { shortKindOf } from "../../lib/resources.ts";

/** " -n kube-system", or nothing for the namespace that kubectl takes by itself. */
export function inNamespace({ key }: Target): string {
  const { namespace } = splitKey(key);
  return namespace === undefined || namespace === "default" ? "" : ` -n ${namespace}`;
}

/** "deployment/web -n shop". */
export const named = (target: Target) => `${shortKindOf(target.resource)}/${splitKey(target.key).name}${inNamespace(target)}`;
