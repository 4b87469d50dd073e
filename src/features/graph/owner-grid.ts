import { detailsByWorth, metrics, type Detail } from "./detail.ts";

export const workloadSize = { width: 196, height: 76 };
export const branchSize = { width: 112, height: 40 };
export const serviceSize = { width: 168, height: 42 };
const columnGap = 26;
export const branchGap = 12;
export const groupGap = 22;
export const groupPadding = 12;

/** What decides the arrangement: for each group, how many slots each of its branches has. */
export interface OwnerDemand {
  readonly groups: readonly (readonly number[])[];
  readonly services: number;
  readonly view: { readonly width: number; readonly height: number };
}

export interface OwnerGrid {
  readonly detail: Detail;
  readonly podColumns: number;
  readonly podsLeft: number;
  readonly podsWidth: number;
  readonly servicesLeft: number;
  readonly heights: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Detail first, then size, as for nodes. */
export function chooseOwnerGrid(demand: OwnerDemand): OwnerGrid {
  let best = ownerGrid("dot", 1, demand);
  for (const { detail, leastScale } of detailsByWorth) {
    const most = Math.max(1, ...demand.groups.flat());
    const grids = Array.from({ length: Math.min(most, 40) }, (_, index) => ownerGrid(detail, index + 1, demand));
    best = grids.reduce((a, b) => (Math.min(b.scale, 1) > Math.min(a.scale, 1) + 0.001 ? b : a));
    if (best.scale >= leastScale) return best;
  }
  return best;
}

const rowsFor = (slots: number, columns: number) => Math.max(1, Math.ceil(slots / columns));

/** The height that a branch takes: its own label, or its pods if they need more. */
export function branchHeight(slots: number, columns: number, detail: Detail): number {
  const { height, gap } = metrics[detail];
  return Math.max(branchSize.height, rowsFor(slots, columns) * (height + gap) - gap);
}

function ownerGrid(detail: Detail, podColumns: number, { groups, services, view }: OwnerDemand): OwnerGrid {
  const { width: podWidth, gap } = metrics[detail];
  const podsLeft = groupPadding + workloadSize.width + columnGap + branchSize.width + columnGap;
  const podsWidth = podColumns * (podWidth + gap) - gap;
  const servicesLeft = podsLeft + podsWidth + groupPadding + columnGap * 2;
  const heights = groups.map((branches) => groupHeight(branches, podColumns, detail));
  const width = services === 0 ? podsLeft + podsWidth + groupPadding : servicesLeft + serviceSize.width;
  const height = Math.max(1, heights.reduce((sum, each) => sum + each + groupGap, -groupGap));
  return { detail, podColumns, podsLeft, podsWidth, servicesLeft, heights, width, height, scale: Math.min(view.width / width, view.height / height) };
}

function groupHeight(branches: readonly number[], columns: number, detail: Detail): number {
  const pods = branches.reduce((sum, slots) => sum + branchHeight(slots, columns, detail) + branchGap, -branchGap);
  return Math.max(workloadSize.height, pods) + 2 * groupPadding;
}
