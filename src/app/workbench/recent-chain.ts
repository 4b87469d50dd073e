import type { NumberedHappening } from "../../cluster/happenings-slice.ts";

const most = 3;
/** Steps further apart than this are not one story. */
const gap = 20_000;

/** The newest steps that belong together in time, oldest first. */
export function recentChain(happenings: readonly NumberedHappening[]): readonly NumberedHappening[] {
  const last = happenings.slice(-most);
  const newest = last.at(-1);
  return newest === undefined ? [] : last.filter(({ at }) => newest.at - at <= gap);
}
