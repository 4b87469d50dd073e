import { type GroupVersion, type ServedResource, splitApiVersion } from "./api-resource.ts";
import { KubectlError } from "./kubectl-error.ts";

/** What the server serves, and which resource a person means by a name. */
export class Discovery {
  readonly resources: readonly ServedResource[];
  readonly versions: readonly GroupVersion[];

  constructor(lists: readonly AggregatedList[]) {
    const groups = lists.flatMap(({ items }) => items);
    this.versions = groups.flatMap(({ metadata, versions }) => versions.map(({ version }) => ({ group: metadata?.name ?? "", version })));
    this.resources = groups.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources = [] }, index) => resources.map((resource) => servedResource(resource, { group: metadata?.name ?? "", version, preferred: index === 0 }))),
    );
  }

  /** The resource of a plural, singular or short name, with the group (and version) behind it where given; a KubectlError if there is none. */
  named(name: string): ServedResource {
    const found = this.find(name);
    if (found === undefined) throw new KubectlError(`the server doesn't have a resource type "${name.split(".")[0]}"`);
    return found;
  }

  /** The same; undefined if there is none. */
  find(name: string): ServedResource | undefined {
    const lower = name.toLowerCase();
    const dot = lower.indexOf(".");
    const [word, suffix] = dot < 0 ? [lower, ""] : [lower.slice(0, dot), lower.slice(dot + 1)];
    const fits = this.resources.filter((resource) => fitsSuffix(resource, suffix));
    const exact = (resource: ServedResource) => resource.plural === word || resource.singular === word;
    return preferredOf(fits.filter(exact)) ?? preferredOf(fits.filter(({ shortNames }) => shortNames.includes(word)));
  }

  /** Resources that a short name stands for too, although another one goes before them. */
  shadowedBy(name: string): readonly ServedResource[] {
    const meant = this.find(name);
    if (meant === undefined || meant.plural === name || meant.singular === name) return [];
    return this.resources.filter((resource) => resource.preferred && resource.shortNames.includes(name) && (resource.group !== meant.group || resource.plural !== meant.plural));
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

export const discoveryAccept =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/** What the server serves, from its two documents. A server in the same tab hands out the same document until something changes. */
export function discoveryOf(core: AggregatedList, groups: AggregatedList): Discovery {
  const known = read.get(groups);
  if (known !== undefined) return known;
  if (!Array.isArray(groups.items)) throw new KubectlError("the server does not serve aggregated discovery (apidiscovery.k8s.io/v2), which this kubectl needs");
  const discovery = new Discovery([core, groups]);
  read.set(groups, discovery);
  return discovery;
}

const read = new WeakMap<AggregatedList, Discovery>();

export interface AggregatedList {
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

function servedResource(resource: AggregatedResource, home: GroupVersion & { readonly preferred: boolean }): ServedResource {
  return {
    ...home,
    plural: resource.resource,
    singular: resource.singularResource,
    kind: resource.responseKind?.kind ?? "",
    scope: resource.scope,
    verbs: resource.verbs,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    subresources: (resource.subresources ?? []).map(({ subresource }) => subresource),
  };
}
