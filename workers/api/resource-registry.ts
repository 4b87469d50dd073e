import { assert } from "../base/assert.ts";
import type { AnyResource } from "./resource.ts";

export interface GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Which resources there are. It grows and shrinks while the cluster runs, as custom resources come and go. */
export class ResourceRegistry {
  readonly #byResource = new Map<string, AnyResource>();
  readonly #byKind = new Map<string, AnyResource>();

  constructor(resources: readonly AnyResource[] = []) {
    for (const resource of resources) this.add(resource);
  }

  add(resource: AnyResource): void {
    const { group, version, plural, kind } = resource;
    const path = key(group, version, plural);
    assert(!this.#byResource.has(path), `resource ${path} is registered twice`);
    this.#byResource.set(path, resource);
    this.#byKind.set(key(group, version, kind), resource);
  }

  remove({ group, version, plural, kind }: AnyResource): void {
    this.#byResource.delete(key(group, version, plural));
    this.#byKind.delete(key(group, version, kind));
  }

  /** The resource that a path names: its group, version and plural. */
  resourceFor({ group, version, resource }: GroupVersionResource): AnyResource | undefined {
    return this.#byResource.get(key(group, version, resource));
  }

  resourceForKind({ group, version, kind }: GroupVersionKind): AnyResource | undefined {
    return this.#byKind.get(key(group, version, kind));
  }

  /** The resource that a person means: `pods`, `pod`, `po`, `deployments.apps`, `deployments.v1.apps`, `Pod`. First come, first found. */
  resourceNamed(name: string): AnyResource | undefined {
    const wanted = name.toLowerCase();
    for (const resource of this.#byResource.values()) if (answersTo(resource, wanted)) return resource;
    return undefined;
  }

  /** The resources that a category such as `all` stands for. */
  inCategory(category: string): readonly AnyResource[] {
    return this.all().filter(({ categories }) => categories.includes(category));
  }

  all(): readonly AnyResource[] {
    return [...this.#byResource.values()];
  }
}

const key = (group: string, version: string, name: string) => `${group}/${version}/${name}`;

function answersTo({ group, version, plural, singular, shortNames }: AnyResource, wanted: string): boolean {
  const dot = wanted.indexOf(".");
  const name = dot < 0 ? wanted : wanted.slice(0, dot);
  if (name !== plural && name !== singular && !shortNames.includes(name)) return false;
  const suffix = dot < 0 ? "" : wanted.slice(dot + 1);
  return suffix === "" || suffix === group || suffix === `${version}.${group}` || (group === "" && suffix === version);
}
