import type { AnyResource } from "./resource.ts";

/** Kinds that are described already, but that nothing backs yet: the API server does not serve them. */
export const upcomingKinds: readonly AnyResource[] = [];
