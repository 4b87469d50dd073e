import type { AnyResource } from "../../api/resource.ts";
import { notAcceptable } from "../../apimachinery/status.ts";
import { hasDescriptions } from "../../api/schema.ts";
import { type Answer, type Exchange, ok } from "../exchange.ts";
import { documentV2, documentV3, indexV3 } from "./documents.ts";

/** Serves the schemas of all kinds. Documents are large, so each is made when it is first asked for, and kept. */
export class OpenApi {
  readonly #resources: () => readonly AnyResource[];
  readonly #documents = new Map<string, unknown>();
  #count = 0;
  #described = false;

  constructor(resources: () => readonly AnyResource[]) {
    this.#resources = resources;
  }

  /** The answer for /openapi/v2 and /openapi/v3 and what lies below; undefined for any other path. */
  serve({ info: { path }, request }: Exchange): Answer | undefined {
    const [, root, version, ...rest] = path.split("/");
    if (root !== "openapi") return undefined;
    if (version === "v2" && rest.length === 0) return this.#v2(request.headers?.accept ?? "");
    if (version !== "v3") return undefined;
    if (rest.length === 0 || rest[0] === "") return this.#answer("v3", indexV3);
    const [kind, ...names] = rest;
    const [group = "", groupVersion = ""] = kind === "api" ? ["", names[0]] : names;
    return this.#answer(path, (all) => documentV3(all, group, groupVersion));
  }

  /** kubectl asks for this one in protobuf, and only where there is no v3. */
  #v2(accept: string): Answer | undefined {
    if (accept !== "" && !accept.includes("json") && !accept.includes("*/*")) throw notAcceptable("only the following media types are accepted: application/json");
    return this.#answer("v2", documentV2);
  }

  #answer(key: string, make: (all: readonly AnyResource[]) => unknown): Answer | undefined {
    const all = this.#resources();
    if (all.length !== this.#count || hasDescriptions() !== this.#described) this.#documents.clear();
    this.#count = all.length;
    this.#described = hasDescriptions();
    if (!this.#documents.has(key)) this.#documents.set(key, make(all));
    const document = this.#documents.get(key);
    return document === undefined ? undefined : ok(document);
  }
}
