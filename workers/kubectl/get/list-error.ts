import { ApiError } from "../../apimachinery/status.ts";
import { type ApiResource, apiVersionOf } from "../api-resource.ts";

export interface Selectors {
  readonly labelSelector: string;
  readonly fieldSelector: string;
}

/** A refused list, with what was looked for: `Unable to list "apps/v1, Resource=deployments": …`. Other errors stay as they are. */
export function listError(error: unknown, resource: ApiResource, { labelSelector, fieldSelector }: Selectors): unknown {
  if (!(error instanceof ApiError) || (error.reason !== "BadRequest" && error.reason !== "NotFound")) return error;
  const named = JSON.stringify(`${resource.group === "" ? "/" : ""}${apiVersionOf(resource)}, Resource=${resource.plural}`);
  const selects = labelSelector !== "" || fieldSelector !== "";
  const what = selects ? `Unable to find ${named} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}` : `Unable to list ${named}`;
  return new ApiError({ ...error.status, message: `${what}: ${error.message}` });
}
