import { describe, expect, test } from "vitest";
import { chooseGrid, type GridDemand } from "./node-grid.ts";
import { chooseOwnerGrid } from "./owner-grid.ts";

const view = { width: 950, height: 620 };
const demand = (boxes: number, capacity: number, more: Partial<GridDemand> = {}): GridDemand => ({ boxes, capacity, waiting: 0, view, ...more });

describe("the grid of nodes", () => {
  test.each([
    ["a small cluster has chips with words", demand(4, 4), "chip"],
    ["a full one has tiles", demand(10, 32), "tile"],
    ["a thousand pods are dots", demand(35, 32), "dot"],
    ["a small view has tiles", demand(4, 4, { view: { width: 380, height: 340 } }), "tile"],
  ])("%s", (_, wanted, detail) => {
    expect(chooseGrid(wanted).detail).toBe(detail);
  });

  test("every box and slot has its place", () => {
    for (const boxes of [1, 3, 4, 7, 35]) {
      for (const capacity of [4, 8, 32, 110]) {
        const grid = chooseGrid(demand(boxes, capacity));
        const rows = Math.ceil(boxes / grid.boxesPerRow);
        expect(grid.width).toBeGreaterThanOrEqual(grid.boxesPerRow * grid.box.width);
        expect(grid.height).toBeGreaterThanOrEqual(rows * grid.box.height);
        expect(grid.columns).toBeGreaterThan(0);
      }
    }
  });

  test("the same demand gives the same grid, whatever was asked before", () => {
    const first = chooseGrid(demand(4, 8));
    chooseGrid(demand(40, 64));
    expect(chooseGrid(demand(4, 8))).toEqual(first);
  });

  test("a wide view puts more boxes side by side than a tall one", () => {
    const wide = chooseGrid(demand(4, 8, { view: { width: 1600, height: 400 } }));
    const tall = chooseGrid(demand(4, 8, { view: { width: 500, height: 1200 } }));
    expect(wide.boxesPerRow).toBeGreaterThan(tall.boxesPerRow);
  });

  test("waiting pods get rows in the tray", () => {
    expect(chooseGrid(demand(4, 4, { waiting: 12 })).tray.height).toBeGreaterThan(chooseGrid(demand(4, 4)).tray.height);
  });

  test("a cluster without nodes still has a tray", () => {
    expect(chooseGrid(demand(0, 4)).tray.width).toBeGreaterThan(0);
  });
});

describe("the grid of owners", () => {
  test("few pods are chips, many are dots", () => {
    expect(chooseOwnerGrid({ groups: [[3], [2]], services: 2, view }).detail).toBe("chip");
    expect(chooseOwnerGrid({ groups: [[500], [500]], services: 2, view }).detail).not.toBe("chip");
  });

  test("each group has its height, and all fit into the whole", () => {
    const grid = chooseOwnerGrid({ groups: [[3], [2, 4], [0]], services: 1, view });
    expect(grid.heights).toHaveLength(3);
    expect(grid.height).toBeGreaterThanOrEqual(grid.heights.reduce((sum, height) => sum + height, 0));
    expect(grid.servicesLeft).toBeGreaterThan(grid.podsLeft + grid.podsWidth);
  });

  test("nothing to draw is no error", () => {
    expect(chooseOwnerGrid({ groups: [], services: 0, view }).height).toBeGreaterThan(0);
  });
});
