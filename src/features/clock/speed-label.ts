import type { Speed } from "../../../workers/protocol/delta.ts";

/** "10×", or "Max" for as fast as the machine can. */
export const speedLabel = (speed: Speed) => (speed === "max" ? "Max" : `${speed}×`);
