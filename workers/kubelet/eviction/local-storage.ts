import { value } from "../../apimachinery/quantity.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import type { Bytes } from "../../base/units.ts";
import type { Volume } from "../../cri/runtime.ts";

/** Why a pod has to go that fills more of the node's disk than it may; undefined while it does not. */
export function localStorageVerdict({ spec }: Pod, mounted: ReadonlyMap<string, Volume>): string | undefined {
  for (const { name, emptyDir } of spec.volumes ?? []) {
    const volume = mounted.get(name);
    if (emptyDir?.sizeLimit === undefined || volume === undefined) continue;
    const limit = value(emptyDir.sizeLimit);
    if (limit > 0 && sizeOf(volume, "") > limit) return `Usage of EmptyDir volume ${JSON.stringify(name)} exceeds the limit ${JSON.stringify(emptyDir.sizeLimit)}. `;
  }
  return undefined;
}

function sizeOf(volume: Volume, directory: string): Bytes {
  let total = 0;
  for (const entry of volume.list(directory)) {
    const path = directory === "" ? entry : `${directory}/${entry}`;
    total += volume.read(path)?.length ?? sizeOf(volume, path);
  }
  return total;
}
