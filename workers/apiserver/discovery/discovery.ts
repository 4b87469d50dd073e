import type { AnyResource } from "../../api/resource.ts";
import { type Answer, type Exchange, ok } from "../exchange.ts";
import { accept, type Accepted } from "../media/accept.ts";
import { aggregated, coreVersions, entityTag, groupDocument, groupList, resourceList } from "./documents.ts";

interface Cached {
  readonly body: unknown;
  readonly etag: string;
}

/** Tells clients what this server serves. Documents are made once for each set of resources. */
export class Discovery {
  readonly #resources: () => readonly AnyResource[];
  readonly #serverAddress: string;
  #cache = new Map<string, Cached | undefined>();
  #cachedFor: readonly AnyResource[] = [];

  constructor(resources: () => readonly AnyResource[], serverAddress: string) {
    this.#resources = resources;
    this.#serverAddress = serverAddress;
  }

  /** The answer for /api, /apis and what lies right below; undefined for any other path. */
  serve({ request, info }: Exchange): Answer | undefined {
    const parts = info.path.split("/").filter((part) => part !== "");
    const [root, ...rest] = parts;
    if (root !== "api" && root !== "apis") return undefined;
    if (rest.length === 0) return this.#root(root === "api", accept(request.headers?.accept, discoveryShape), request.headers?.["if-none-match"]);
    if (root === "api") return rest.length === 1 ? this.#plain(info.path, (all) => resourceList(all, "", rest[0] ?? "")) : undefined;
    if (rest.length === 1) return this.#plain(info.path, (all) => groupDocument(all, rest[0] ?? ""));
    return rest.length === 2 ? this.#plain(info.path, (all) => resourceList(all, rest[0] ?? "", rest[1] ?? "")) : undefined;
  }

  #root(core: boolean, { shape, version }: Accepted, known: string | undefined): Answer {
    if (shape !== "APIGroupDiscoveryList") {
      const document = this.#document(core ? "api" : "apis", (all) => (core ? coreVersions(this.#serverAddress) : groupList(all)));
      return { ...ok(document?.body), headers: { vary: "Accept" } };
    }
    const document = this.#document(`${core ? "api" : "apis"} ${version}`, (all) => aggregated(all, core, version));
    const contentType = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    const headers = { etag: document?.etag ?? "", vary: "Accept", "cache-control": "public" };
    if (known !== undefined && known === document?.etag) return { status: 304, body: "", headers, contentType };
    return { status: 200, body: document?.body, headers, contentType };
  }

  #plain(path: string, make: (all: readonly AnyResource[]) => unknown): Answer | undefined {
    const document = this.#document(path, make);
    return document === undefined ? undefined : ok(document.body);
  }

  #document(key: string, make: (all: readonly AnyResource[]) => unknown): Cached | undefined {
    const all = this.#resources();
    if (!sameResources(all, this.#cachedFor)) {
      this.#cache = new Map();
      this.#cachedFor = all;
    }
    if (!this.#cache.has(key)) {
      const body = make(all);
      this.#cache.set(key, body === undefined ? undefined : { body, etag: entityTag(body) });
    }
    return this.#cache.get(key);
  }
}

const sameResources = (a: readonly AnyResource[], b: readonly AnyResource[]) => a.length === b.length && a.every((resource, index) => resource === b[index]);

function discoveryShape({ as, group, version }: { readonly as: string; readonly group: string; readonly version: string }) {
  if (as !== "APIGroupDiscoveryList" || group !== "apidiscovery.k8s.io") return undefined;
  return version === "v2" || version === "v2beta1" ? "APIGroupDiscoveryList" : undefined;
}
