import type { KubernetesList, KubernetesObject } from "../../apimachinery/object.ts";

/** Only the metadata of an object (meta/v1 PartialObjectMetadata). */
export const partialMetadata = ({ metadata }: KubernetesObject, version: string) => ({ kind: "PartialObjectMetadata", apiVersion: `meta.k8s.io/${version}`, metadata });

/** Only the metadata of the objects in a list. */
export const partialMetadataList = ({ metadata, items }: KubernetesList, version: string) => ({
  kind: "PartialObjectMetadataList",
  apiVersion: `meta.k8s.io/${version}`,
  metadata,
  items: items.map((item) => partialMetadata(item, version)),
});
