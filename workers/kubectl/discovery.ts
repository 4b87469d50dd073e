import type { ApiClient } from "./api-client.ts";
import { CommandError } from "./command-error.ts";

/** A resource as the server tells of it. */
export interface ServedResource {
  readonly group: string;
  readonly version: string;
  /** Is this the version that the server prefers of its group? */
  readonly preferred: boolean;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
}

export interface ServedVersion {
  readonly group: string;
  readonly version: string;
}

/** What the server serves, and which resource a person means by a name. */
export class Discovery {
  readonly resources: readonly ServedResource[];
  readonly versions: readonly ServedVersion[];

  constructor(lists: readonly AggregatedList[]) {
    const groups = lists.flatMap(({ items }) => items);
    this.versions = groups.flatMap(({ metadata, versions }) => versions.map(({ version }) => ({ group: metadata?.name ?? "", version })));
    this.resources = groups.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources = [] }, index) => resources.map((resource) => servedResource(resource, { group: metadata?.name ?? "", version, preferred: index === 0 }))),
    );
  }

  /** The resource of a plural, singular or short name, with the group (and version) behind it where given; a CommandError if there is none. */
  named(name: string): ServedResource {
    const found = this.find(name);
    if (found === undefined) throw new CommandError(`the server doesn't have a resource type "${name}"`);
    return found;
  }

  find(name: string): ServedResource | undefined {
    const lower = name.toLowerCase();
    const dot = lower.indexOf(".");
    const [word, suffix] = dot < 0 ? [lower, ""] : [lower.slice(0, dot), lower.slice(dot + 1)];
    const fits = this.resources.filter((resource) => fitsSuffix(resource, suffix));
    const exact = (resource: ServedResource) => resource.plural === word || resource.singular === word;
    return preferredOf(fits.filter(exact)) ?? preferredOf(fits.filter(({ shortNames }) => shortNames.includes(word)));
  }

  /** The resource of a kind as a manifest names it. */
  ofKind(apiVersion: string, kind: string): ServedResource | undefined {
    const { group, version } = splitApiVersion(apiVersion);
    return this.resources.find((resource) => resource.group === group && resource.version === version && resource.kind === kind);
  }

  /** The resources that a category such as `all` stands for. */
  inCategory(category: string): readonly ServedResource[] {
    return this.resources.filter(({ categories, preferred }) => preferred && categories.includes(category));
  }
}

/** Without a version in the name the one that the server prefers is meant. */
const preferredOf = (resources: readonly ServedResource[]) => resources.find(({ preferred }) => preferred) ?? resources[0];

function fitsSuffix({ group, version }: ServedResource, suffix: string): boolean {
  if (suffix === "") return true;
  return suffix === group || suffix === `${version}.${group}` || (group === "" && (suffix === version || suffix === `${version}.`));
}

/** `apps/v1` and `v1`. */
export function splitApiVersion(apiVersion: string): ServedVersion {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? { group: "", version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export const apiVersionOf = ({ group, version }: ServedVersion) => (group === "" ? version : `${group}/${version}`);

/** `pods`, `deployments.apps`. */
export const qualifiedPlural = ({ plural, group }: Pick<ServedResource, "plural" | "group">) => (group === "" ? plural : `${plural}.${group}`);

/** `pod`, `deployment.apps`: as in `deployment.apps/web`. */
export const qualifiedKind = ({ kind, group }: { readonly kind: string; readonly group: string }) => (group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`);

/** Where a collection is served. */
export function pathOf(resource: Pick<ServedResource, "group" | "version" | "plural" | "namespaced">, namespace?: string, ...rest: readonly string[]): string {
  const { group, version, plural, namespaced } = resource;
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const place = namespaced && namespace !== undefined && namespace !== "" ? `${root}/namespaces/${namespace}` : root;
  return [place, plural, ...rest].join("/");
}

const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/** Asks the server what it serves. */
export async function discover(client: ApiClient): Promise<Discovery> {
  const [core, groups] = [await client.request<AggregatedList>({ method: "GET", path: "/api", headers: { accept } }), await client.request<AggregatedList>({ method: "GET", path: "/apis", headers: { accept } })];
  const known = parsed.get(groups);
  if (known !== undefined) return known;
  const discovery = new Discovery([core, groups]);
  parsed.set(groups, discovery);
  return discovery;
}

/** The server in the same tab hands out the same document until something changes. */
const parsed = new WeakMap<AggregatedList, Discovery>();

interface AggregatedList {
  readonly items: readonly AggregatedGroup[];
}

interface AggregatedGroup {
  readonly metadata?: { readonly name?: string };
  readonly versions: readonly { readonly version: string; readonly resources?: readonly AggregatedResource[] }[];
}

interface AggregatedResource {
  readonly resource: string;
  readonly responseKind?: { readonly kind: string };
  readonly scope: "Namespaced" | "Cluster";
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}

function servedResource(resource: AggregatedResource, home: ServedVersion & { readonly preferred: boolean }): ServedResource {
  return {
    ...home,
    plural: resource.resource,
    singular: resource.singularResource,
    kind: resource.responseKind?.kind ?? "",
    namespaced: resource.scope === "Namespaced",
    verbs: resource.verbs,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    subresources: (resource.subresources ?? []).map(({ subresource }) => subresource),
  };
}
