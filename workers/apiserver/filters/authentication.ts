import { unauthorized } from "../../apimachinery/status.ts";
import type { ApiRequest, UserInfo } from "../../apimachinery/wire.ts";

/** Who a bearer token stands for. */
export interface TokenAuthenticator {
  /** Undefined for a token that is nobody's. */
  authenticate(token: string): UserInfo | undefined;
}

const anonymous: UserInfo = Object.freeze({ username: "system:anonymous", groups: Object.freeze(["system:unauthenticated"]) });

const everyone = "system:authenticated";
const known = new WeakMap<UserInfo, UserInfo>();

/** A table of fixed tokens, as `--token-auth-file` gives. */
export const tokenTable = (tokens: Readonly<Record<string, UserInfo>>): TokenAuthenticator => ({
  authenticate: (token) => (Object.hasOwn(tokens, token) ? tokens[token] : undefined),
});

/** Finds out who makes a request: a trusted transport says so, or a token does; otherwise it is anonymous. 401 for a wrong token. */
export function authenticate({ user, headers }: ApiRequest, tokens: readonly TokenAuthenticator[]): UserInfo {
  if (user !== undefined) return authenticated(user);
  const header = headers?.authorization;
  if (header === undefined || header === "") return anonymous;
  const token = /^bearer\s+(\S+)$/i.exec(header)?.[1];
  if (token === undefined) return anonymous;
  for (const authenticator of tokens) {
    const found = authenticator.authenticate(token);
    if (found !== undefined) return authenticated(found);
  }
  throw unauthorized();
}

/** Whoever is known belongs to system:authenticated. */
function authenticated(user: UserInfo): UserInfo {
  if (user.username === anonymous.username || user.groups.includes(everyone)) return user;
  let complete = known.get(user);
  if (complete === undefined) known.set(user, (complete = Object.freeze({ ...user, groups: Object.freeze([...user.groups, everyone]) })));
  return complete;
}
