import { ApiError, type Status } from "../../apimachinery/status.ts";
import type { UserInfo } from "../../apimachinery/wire.ts";
import type { RequestInfo } from "../request-info.ts";

/** What a request wants to do, as authorizers see it. */
export interface AuthorizationAttributes {
  readonly user: UserInfo;
  readonly info: RequestInfo;
}

export type Decision = { readonly kind: "allow"; readonly reason: string } | { readonly kind: "deny"; readonly reason: string } | { readonly kind: "no opinion"; readonly reason: string };

/** Says whether a user may do something. */
export interface Authorizer {
  authorize(attributes: AuthorizationAttributes): Decision;
}

const allowed: Decision = Object.freeze({ kind: "allow", reason: "" });
const undecided: Decision = Object.freeze({ kind: "no opinion", reason: "" });

/** Everybody may do everything: `--authorization-mode=AlwaysAllow`. */
export const alwaysAllow: Authorizer = { authorize: () => allowed };

/** Members of a group, such as system:masters, may do everything. */
export const privilegedGroups = (...groups: readonly string[]): Authorizer => ({
  authorize: ({ user }) => (groups.some((group) => user.groups.includes(group)) ? allowed : undecided),
});

/** The first authorizer that has an opinion decides; without any opinion the answer is no. */
export function unionAuthorizer(...authorizers: readonly Authorizer[]): Authorizer {
  return {
    authorize(attributes) {
      const reasons: string[] = [];
      for (const authorizer of authorizers) {
        const decision = authorizer.authorize(attributes);
        if (decision.kind !== "no opinion") return decision;
        if (decision.reason !== "") reasons.push(decision.reason);
      }
      return { kind: "no opinion", reason: reasons.join("\n") };
    },
  };
}

/** 403 unless the user may do what the request asks for. */
export function authorize(authorizer: Authorizer, attributes: AuthorizationAttributes): void {
  const decision = authorizer.authorize(attributes);
  if (decision.kind !== "allow") throw new ApiError(refusal(attributes, decision.reason));
}

function refusal({ user, info }: AuthorizationAttributes, reason: string): Status {
  const { group, resource, subresource, name, isResource } = info;
  const target = subresource === "" ? resource : `${resource}/${subresource}`;
  const qualified = group === "" ? resource : `${resource}.${group}`;
  const subject = isResource ? `${qualified}${name === "" ? "" : ` "${name}"`} is forbidden` : `forbidden`;
  const message = `${subject}: ${describe(user, info, target)}${reason === "" ? "" : `: ${reason}`}`;
  const details = isResource ? { ...(name !== "" && { name }), ...(group !== "" && { group }), kind: resource } : {};
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason: "Forbidden", details, code: 403 };
}

function describe({ username }: UserInfo, { verb, path, isResource, group, namespace }: RequestInfo, target: string): string {
  if (!isResource) return `User "${username}" cannot ${verb} path "${path}"`;
  const scope = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return `User "${username}" cannot ${verb} resource "${target}" in API group "${group}" ${scope}`;
}
