import type { QueueSortPlugin } from "../framework/plugin.ts";

/** More important pods first; among equals, the one that has waited longest. */
export const prioritySort: QueueSortPlugin = {
  name: "PrioritySort",

  before(a, b) {
    if (a.priority !== b.priority) return a.priority > b.priority;
    return a.since === b.since ? a.ticket < b.ticket : a.since < b.since;
  },
};
