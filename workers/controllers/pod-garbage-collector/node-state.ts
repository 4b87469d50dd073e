import { isConditionTrue } from "../../apimachinery/conditions.ts";
import type { Node } from "../../api/core/node.ts";

const outOfService = "node.kubernetes.io/out-of-service";

export const isReady = ({ status }: Node) => isConditionTrue(status.conditions, "Ready");

/** Has a person declared the node to be off? */
export const isOutOfService = ({ spec }: Node) => spec.taints?.some(({ key }) => key === outOfService) === true;
