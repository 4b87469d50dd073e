/** How much of a pod is drawn: a chip with words, a tile with a sign, or a dot with a shape. */
export type Detail = "chip" | "tile" | "dot";

export interface PodMetrics {
  readonly detail: Detail;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

export const metrics: Readonly<Record<Detail, PodMetrics>> = {
  chip: { detail: "chip", width: 160, height: 40, gap: 6 },
  tile: { detail: "tile", width: 28, height: 28, gap: 5 },
  dot: { detail: "dot", width: 13, height: 13, gap: 3 },
};

/** From most to least detail, with the smallest scale at which each is still worth drawing. */
export const detailsByWorth: readonly { readonly detail: Detail; readonly leastScale: number }[] = [
  { detail: "chip", leastScale: 0.72 },
  { detail: "tile", leastScale: 0.55 },
  { detail: "dot", leastScale: 0 },
];
