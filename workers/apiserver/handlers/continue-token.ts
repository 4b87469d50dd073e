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
  if (!isJsonObject(value)) throw invalid("");
  const { v, rv, start } = value;
  if (v !== "meta.k8s.io/v1") throw invalid(": server does not recognize this encoded version");
  if (typeof rv !== "number" || rv === 0) throw invalid(": incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
  if (typeof start !== "string" || start === "") throw invalid(": encoded start key empty (version meta.k8s.io/v1)");
  return { revision: rv, start };
}

const invalid = (why: string) => badRequest(`invalid continue token: continue key is not valid${why}`);

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
