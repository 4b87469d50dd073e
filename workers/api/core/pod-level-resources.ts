import { isHugePage } from "./resource-names.ts";

/** Resources that a pod can ask for as a whole. */
export const isPodLevelResource = (name: string) => name === "cpu" || name === "memory" || isHugePage(name);
