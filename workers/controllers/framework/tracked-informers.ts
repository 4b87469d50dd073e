import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Informer } from "../../client/informer.ts";
import type { InformerFactory } from "../../client/informer-factory.ts";

/** The same informers, noting which of them are asked for: a controller waits for those, and for no others. */
export function trackedInformers(factory: InformerFactory) {
  const used = new Set<Pick<Informer<KubernetesObject>, "synced">>();
  const informers: InformerFactory = {
    for(resource, scope) {
      const informer = factory.for(resource, scope);
      used.add(informer);
      return informer;
    },
    synced,
  };
  async function synced(): Promise<void> {
    for (const informer of used) await informer.synced();
  }
  return { informers, synced };
}
