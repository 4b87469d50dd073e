import { mebibyte } from "../../base/units.ts";
import type { Cluster } from "../cache/cache.ts";
import type { ImageState } from "../cache/image-states.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { ScorePlugin } from "../framework/plugin.ts";

/** Sums of image sizes up to the first count nothing; the second, per container, is as good as it gets. */
const least = 23 * mebibyte;
const mostPerContainer = 1000 * mebibyte;

interface Wanted {
  readonly images: readonly ImageState[];
  readonly most: number;
}

/** Prefers nodes that have the pod's images already: the larger an image, and the more nodes have it, the better. */
export const imageLocality: ScorePlugin<Wanted> = {
  name: "ImageLocality",

  preScore(pod, _, cluster) {
    const names = imagesOf(pod);
    const images = names.map((name) => cluster.images.get(name)).filter((image) => image !== undefined);
    return { state: { images, most: mostPerContainer * names.length } };
  },

  score(_, { slot }, { images, most }, { nodes }: Cluster) {
    let sum = 0;
    for (const { size, slots } of images) if (slots.has(slot)) sum += Math.trunc(size * (slots.size / nodes.length));
    return Math.trunc((100 * (Math.min(Math.max(sum, least), most) - least)) / (most - least));
  },
};

function imagesOf({ pod: { spec } }: PodInfo): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers].map(({ image = "" }) => withTag(image));
}

/** Container runtimes list images with their tag. */
const withTag = (image: string) => (image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image);
