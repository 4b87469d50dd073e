import { describe, expect, test } from "vitest";
import { mebibyte } from "../../base/units.ts";
import { cacheOf, type NodeSketch, type PodSketch } from "../../testing/scheduling-objects.ts";
import { scores } from "../../testing/scheduling-plugins.ts";
import { imageLocality } from "./image-locality.ts";

const wanting = (images: readonly string[], init: readonly string[] = []): PodSketch => ({
  spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })), initContainers: init.map((image, index) => ({ name: `i${index}`, image })) },
});

const having = (name: string, images: Readonly<Record<string, number>>): NodeSketch => ({
  name,
  images: Object.entries(images).map(([image, size]) => ({ names: [`gcr.io/${image}:latest`, `gcr.io/${image}:v1`, `gcr.io/${image}@sha256:00`], sizeBytes: size * mebibyte })),
});

describe("prefers nodes that have the images", () => {
  const two = [having("a", { "40": 40, "300": 300, "2000": 2000 }), having("b", { "250": 250, "10": 10 })];
  const cases: readonly (readonly [name: string, pod: PodSketch, nodes: readonly NodeSketch[], scores: Readonly<Record<string, number>>])[] = [
    // 40/2 + 0 is below the least, 250/2 is (125-23)/(2000-23).
    ["two images, the larger one wins", wanting(["gcr.io/40", "gcr.io/250"]), two, { a: 0, b: 5 }],
    ["both on one node", wanting(["gcr.io/40", "gcr.io/300"]), two, { a: 7, b: 0 }],
    ["above the most", wanting(["gcr.io/10", "gcr.io/2000"]), two, { a: 49, b: 0 }],
    ["nowhere", wanting(["gcr.io/nowhere"]), two, { a: 0, b: 0 }],
    ["by tag", wanting(["gcr.io/300:v1"]), two, { a: 12, b: 0 }],
    ["by another tag", wanting(["gcr.io/300:v2"]), two, { a: 0, b: 0 }],
    ["a port is no tag", wanting(["registry:5000/x"]), [{ name: "a", images: [{ names: ["registry:5000/x:latest"], sizeBytes: 1000 * mebibyte }] }], { a: 100 }],
    ["the more nodes have it, the better", wanting(["gcr.io/300"]), [having("a", { "300": 300 }), having("b", { "300": 300 }), having("c", {})], { a: 18, b: 18, c: 0 }],
    ["init containers count", wanting(["gcr.io/250"], ["gcr.io/300"]), two, { a: 6, b: 5 }],
  ];
  test.each(cases)("%s", (_, pod, nodes, expected) => {
    expect(scores(imageLocality, pod, cacheOf(nodes))).toEqual(expected);
  });

  test("images that a node drops do not count any more", () => {
    const cache = cacheOf(two);
    cache.removeNode("a");
    expect(scores(imageLocality, wanting(["gcr.io/300", "gcr.io/250"]), cache)).toEqual({ b: 11 });
  });
});
