import { badRequest } from "../../apimachinery/status.ts";
import type { ApiRequest, Cause, UserInfo } from "../../apimachinery/wire.ts";
import type { Exchange } from "../exchange.ts";
import { requestInfo } from "../request-info.ts";
import { authenticate, type TokenAuthenticator } from "./authentication.ts";

const noQuery: Readonly<Record<string, string>> = Object.freeze({});
const longestManager = 128;

/** The first filters: what the request names, who makes it, and what it says about itself. */
export function exchangeOf(request: ApiRequest, tokens: readonly TokenAuthenticator[], attempt: number): Exchange {
  const user = authenticate(request, tokens);
  const query = request.query ?? noQuery;
  return {
    request,
    info: requestInfo(request),
    user,
    cause: causeOf(request, user),
    query,
    dryRun: isDryRun(query.dryRun),
    fieldManager: fieldManagerOf(query.fieldManager, request.headers?.["user-agent"]),
    attempt,
    warnings: [],
  };
}

/** Without a stated cause, whoever writes is the cause. */
function causeOf({ cause }: ApiRequest, { username }: UserInfo): Cause {
  return Object.freeze(cause ?? { actor: username });
}

function isDryRun(value: string | undefined): boolean {
  if (value === undefined || value === "") return false;
  if (value === "All") return true;
  throw badRequest(`Invalid value: ["${value}"]: dryRun must be All`);
}

/** A client that names no manager is known by its program: `kubectl/v1.36.0 (linux/amd64)` is kubectl. */
function fieldManagerOf(stated: string | undefined, userAgent: string | undefined): string {
  if (stated !== undefined && stated !== "") return stated;
  const program = (userAgent ?? "").split("/", 1)[0] ?? "";
  return program === "" ? "unknown" : program.slice(0, longestManager);
}
