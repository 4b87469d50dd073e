import { fnv1a } from "../../base/hash.ts";
import type { AnyResource } from "../../api/resource.ts";
import { type GroupVersions, groupsOf } from "./groups.ts";
import { type DiscoveredResource, discoveredResources } from "./resource-list.ts";

const groupVersion = (group: string, version: string) => (group === "" ? version : `${group}/${version}`);

/** GET /api */
export const coreVersions = (serverAddress: string) => ({
  kind: "APIVersions",
  versions: ["v1"],
  serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress }],
});

/** GET /apis */
export const groupList = (resources: readonly AnyResource[]) => ({
  kind: "APIGroupList",
  apiVersion: "v1",
  groups: groupsOf(resources).filter(({ group }) => group !== "").map(groupEntry),
});

/** GET /apis/GROUP; undefined when there is no such group. */
export function groupDocument(resources: readonly AnyResource[], name: string) {
  const found = groupsOf(resources).find(({ group }) => group === name && group !== "");
  return found === undefined ? undefined : { kind: "APIGroup", apiVersion: "v1", ...groupEntry(found) };
}

/** GET /apis/GROUP/VERSION or /api/v1; undefined when there is nothing. */
export function resourceList(resources: readonly AnyResource[], group: string, version: string) {
  const own = resources.filter((resource) => resource.group === group && resource.version === version);
  if (own.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    ...(group !== "" && { apiVersion: "v1" }),
    groupVersion: groupVersion(group, version),
    resources: discoveredResources(own).map((resource) => listEntry(resource, { group, version })),
  };
}

/** GET /api or /apis in the form that tells everything at once. */
export function aggregated(resources: readonly AnyResource[], core: boolean, version: string) {
  const groups = groupsOf(resources).filter(({ group }) => (group === "") === core);
  return { kind: "APIGroupDiscoveryList", apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items: groups.map(aggregatedGroup) };
}

/** Changes whenever the document does. */
export const entityTag = (document: unknown) => `"${fnv1a(JSON.stringify(document)).toString(16).toUpperCase().padStart(8, "0")}"`;

function groupEntry({ group, versions }: GroupVersions) {
  const named = versions.map(({ version }) => ({ groupVersion: groupVersion(group, version), version }));
  return { name: group, versions: named, preferredVersion: named[0] };
}

function listEntry({ name, singularName, namespaced, shown, verbs, shortNames, categories }: DiscoveredResource, home: { readonly group: string; readonly version: string }) {
  const elsewhere = shown.group !== home.group || shown.version !== home.version;
  return {
    name, singularName, namespaced,
    ...(elsewhere && { group: shown.group, version: shown.version }),
    kind: shown.kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
}

function aggregatedGroup({ group, versions }: GroupVersions) {
  return {
    metadata: group === "" ? {} : { name: group },
    versions: versions.map(({ version, resources }) => ({ version, resources: aggregatedResources(discoveredResources(resources)), freshness: "Current" })),
  };
}

function aggregatedResources(all: readonly DiscoveredResource[]) {
  return all
    .filter(({ name }) => !name.includes("/"))
    .map(({ name, singularName, namespaced, shown, verbs, shortNames, categories }) => ({
      resource: name,
      responseKind: shown,
      scope: namespaced ? "Namespaced" : "Cluster",
      singularResource: singularName,
      verbs,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
      ...partsOf(name, all),
    }));
}

function partsOf(name: string, all: readonly DiscoveredResource[]) {
  const parts = all.filter((each) => each.name.startsWith(`${name}/`));
  if (parts.length === 0) return {};
  return { subresources: parts.map((each) => ({ subresource: each.name.slice(name.length + 1), responseKind: each.shown, verbs: each.verbs })) };
}
