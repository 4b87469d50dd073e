import type { Pod } from "../../api/core/pod.ts";
import type { WriteMode } from "../registry/change.ts";

/** Writes of pods/NAME/ephemeralcontainers: adds containers for debugging, which never go away again. */
export const ephemeralContainersWrite: WriteMode = {
  subresource: "ephemeralcontainers",
  rules: "object",
  merge(proposed, existing) {
    const { ephemeralContainers } = (proposed as Pod).spec;
    const spec = { ...(existing as Pod).spec, ...(ephemeralContainers !== undefined && { ephemeralContainers }) };
    return { ...existing, metadata: { ...existing.metadata, managedFields: proposed.metadata.managedFields }, spec } as Pod;
  },
};

/** Writes of pods/NAME/resize: changes the resources of containers that exist, and nothing else. */
export const resizeWrite: WriteMode = {
  subresource: "resize",
  rules: "object",
  merge(proposed, existing) {
    const wanted = (proposed as Pod).spec;
    const { spec } = existing as Pod;
    const resized = {
      ...spec,
      ...(spec.containers !== undefined && { containers: withResources(spec.containers, wanted.containers) }),
      ...(spec.initContainers !== undefined && { initContainers: withResources(spec.initContainers, wanted.initContainers) }),
      ...(wanted.resources !== undefined && { resources: wanted.resources }),
    };
    return { ...existing, metadata: { ...existing.metadata, managedFields: proposed.metadata.managedFields }, spec: resized } as Pod;
  },
};

type Containers = NonNullable<Pod["spec"]["containers"]>;

function withResources(containers: Containers, wanted: Containers | undefined): Containers {
  return containers.map((container) => {
    const next = wanted?.find(({ name }) => name === container.name);
    return next === undefined ? container : { ...container, ...(next.resources !== undefined && { resources: next.resources }), ...(next.resizePolicy !== undefined && { resizePolicy: next.resizePolicy }) };
  });
}
