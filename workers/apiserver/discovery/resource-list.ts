import type { AnyResource, Subresource } from "../../api/resource.ts";

/** A kind as discovery names it. */
export interface KindName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What discovery tells of a resource or subresource. */
export interface DiscoveredResource {
  /** "pods" or "pods/status" */
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  /** What a request to it sends or gets; differs from the resource's own kind for scale, eviction and others. */
  readonly shown: KindName;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

const allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"] as const;

/** Which verbs each subresource knows; `get` and the rest are as discovery lists them. */
export const subresourceVerbs: Readonly<Record<string, readonly string[]>> = {
  status: ["get", "patch", "update"],
  scale: ["get", "patch", "update"],
  ephemeralcontainers: ["get", "patch", "update"],
  resize: ["get", "patch", "update"],
  finalize: ["update"],
  binding: ["create"],
  eviction: ["create"],
  token: ["create"],
  log: ["get"],
  exec: ["create", "get"],
  attach: ["create", "get"],
  portforward: ["create", "get"],
  proxy: ["create", "delete", "get", "patch", "update"],
};

/** Resources that cannot be deleted all at once. */
const withoutDeleteCollection: ReadonlySet<string> = new Set(["namespaces"]);

/** Which verbs a resource knows. */
export const verbsOf = ({ group, plural }: AnyResource): readonly string[] =>
  group === "" && withoutDeleteCollection.has(plural) ? allVerbs.filter((verb) => verb !== "deletecollection") : allVerbs;

/** The resources of a version of a group, each followed by its subresources, by name. */
export function discoveredResources(resources: readonly AnyResource[]): readonly DiscoveredResource[] {
  const found = resources.flatMap((resource) => [whole(resource), ...resource.subresources.filter(isServed).map((subresource) => part(resource, subresource))]);
  if (resources.some(({ group }) => group === "")) found.push(bindings);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const isServed = (subresource: Subresource) => subresourceVerbs[subresource] !== undefined;

/** The old collection into which schedulers posted, beside pods/NAME/binding. */
const bindings: DiscoveredResource = {
  name: "bindings",
  singularName: "binding",
  namespaced: true,
  shown: { group: "", version: "v1", kind: "Binding" },
  verbs: ["create"],
  shortNames: [],
  categories: [],
};

function whole(resource: AnyResource): DiscoveredResource {
  const { group, version, kind, plural, singular, scope, shortNames, categories } = resource;
  return { name: plural, singularName: singular, namespaced: scope === "Namespaced", shown: { group, version, kind }, verbs: verbsOf(resource), shortNames, categories };
}

function part(resource: AnyResource, subresource: Subresource): DiscoveredResource {
  return {
    name: `${resource.plural}/${subresource}`,
    singularName: "",
    namespaced: resource.scope === "Namespaced",
    shown: shownBy(resource, subresource),
    verbs: subresourceVerbs[subresource] ?? [],
    shortNames: [],
    categories: [],
  };
}

function shownBy({ group, version, kind }: AnyResource, subresource: Subresource): KindName {
  switch (subresource) {
    case "scale": return { group: "autoscaling", version: "v1", kind: "Scale" };
    case "binding": return { group: "", version: "v1", kind: "Binding" };
    case "eviction": return { group: "policy", version: "v1", kind: "Eviction" };
    case "token": return { group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" };
    case "exec": return { group, version, kind: "PodExecOptions" };
    case "attach": return { group, version, kind: "PodAttachOptions" };
    case "portforward": return { group, version, kind: "PodPortForwardOptions" };
    case "proxy": return { group, version, kind: `${kind}ProxyOptions` };
    default: return { group, version, kind };
  }
}
