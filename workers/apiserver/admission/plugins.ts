import type { AdmissionPlugin } from "../core.ts";
import { defaultTolerationSeconds } from "./default-toleration-seconds.ts";
import { namespaceLifecycle } from "./namespace-lifecycle.ts";
import { priority } from "./priority.ts";
import { serviceAccount } from "./service-account.ts";
import { taintNodesByCondition } from "./taint-nodes-by-condition.ts";

/** The plugins that are on, in upstream's order. Left out so far: those whose kinds are not served yet. */
export const admissionPlugins: readonly AdmissionPlugin[] = [namespaceLifecycle, serviceAccount, taintNodesByCondition, priority, defaultTolerationSeconds];
