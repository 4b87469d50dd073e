import generated from "./generated/descriptions.json" with { type: "json" };
import type { Descriptions } from "./schema.ts";

/**
 * What every definition and property means, in words. They weigh seven times as much as the definitions themselves, so whoever
 * starts a cluster hands them to `addDescriptions`: at once in Node, when the cluster lives already in the page's worker.
 */
export const descriptions = generated as unknown as Descriptions;
