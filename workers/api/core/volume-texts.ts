import type { ObjectMeta } from "../../apimachinery/object.ts";

const shortModes = [["ReadWriteOnce", "RWO"], ["ReadOnlyMany", "ROX"], ["ReadWriteMany", "RWX"], ["ReadWriteOncePod", "RWOP"]] as const;

/** `RWO,RWX`: how a volume may be used, always in the same order. */
export const accessModesText = (modes: readonly string[] = []) =>
  shortModes.filter(([mode]) => modes.includes(mode)).map(([, short]) => short).join(",");

/** The class by the old annotation or by the field. */
export const storageClassOf = ({ annotations }: ObjectMeta, name: string | undefined) =>
  annotations?.["volume.beta.kubernetes.io/storage-class"] ?? name ?? "";
