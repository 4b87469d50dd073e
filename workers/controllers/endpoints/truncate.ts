import type { EndpointAddress, EndpointSubset } from "../../api/generated/core/v1.ts";

/** More addresses than this do not fit into one Endpoints object. */
const mostAddresses = 1000;

/** The subsets cut to the limit, ready addresses first, each subset by its share of the whole. */
export function truncated(subsets: readonly EndpointSubset[]): { readonly subsets: readonly EndpointSubset[]; readonly over: boolean } {
  const ready = total(subsets, ({ addresses }) => addresses);
  const all = ready + total(subsets, ({ notReadyAddresses }) => notReadyAddresses);
  if (all <= mostAddresses) return { subsets, over: false };
  const readyRoom = Math.min(ready, mostAddresses);
  const cutReady = shares(subsets.map(({ addresses = [] }) => addresses.length), readyRoom);
  const cutNotReady = shares(subsets.map(({ notReadyAddresses = [] }) => notReadyAddresses.length), mostAddresses - readyRoom);
  const cut = subsets.map(({ addresses = [], notReadyAddresses = [], ports }, index) => ({
    ...present("addresses", addresses.slice(0, cutReady[index])),
    ...present("notReadyAddresses", notReadyAddresses.slice(0, cutNotReady[index])),
    ...(ports !== undefined && { ports }),
  }));
  return { subsets: cut.filter(({ addresses, notReadyAddresses }) => addresses !== undefined || notReadyAddresses !== undefined), over: true };
}

const total = (subsets: readonly EndpointSubset[], addresses: (subset: EndpointSubset) => readonly EndpointAddress[] | undefined) =>
  subsets.reduce((sum, subset) => sum + (addresses(subset)?.length ?? 0), 0);

function present<K extends "addresses" | "notReadyAddresses">(key: K, addresses: readonly EndpointAddress[]): { readonly [P in K]?: readonly EndpointAddress[] } {
  return (addresses.length > 0 ? { [key]: addresses } : {}) as { readonly [P in K]?: readonly EndpointAddress[] };
}

/** How many of each group may stay, so that `room` stay in all: rounded down, and the first groups get what is left over. */
function shares(sizes: readonly number[], room: number): readonly number[] {
  const sum = sizes.reduce((a, b) => a + b, 0);
  if (sum <= room) return sizes;
  const floors = sizes.map((size) => Math.floor((size * room) / sum));
  let left = room - floors.reduce((a, b) => a + b, 0);
  return floors.map((share, index) => {
    const extra = Math.min(left, (sizes[index] ?? 0) - share);
    left -= extra;
    return share + extra;
  });
}
