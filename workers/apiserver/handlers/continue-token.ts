import { isJsonObject } from "../../apimachinery/json-value.ts";
import { badRequest } from "../../apimachinery/status.ts";
import { decodeBase64Url, encodeBase64Url } from "../base64.ts";

/** Where a list that came in pages goes on. */
export interface Continuation {
  /** The revision of the first page; -1 to go on with what is there now. */
  readonly revision: number;
  /** The first key of the next page, below the resource's prefix. */
  readonly start: string;
}

/** The token that a client hands back to get the next page. */
export const encodeContinue = ({ revision, start }: Continuation) => encodeBase64Url(JSON.stringify({ v: "meta.k8s.io/v1", rv: revision, start }));

export function decodeContinue(token: string): Continuation {
  const value = parsed(decodeBase64Url(token));
  if (!isJsonObject(value) || value.v !== "meta.k8s.io/v1" || typeof value.rv !== "number" || typeof value.start !== "string") {
    throw badRequest("continue key is not valid: the token was not made by this server");
  }
  if (value.rv === 0) throw badRequest("continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
  return { revision: value.rv, start: value.start };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
