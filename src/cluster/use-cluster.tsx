import { createContext, use, useCallback, type ReactNode } from "react";
import { useStore } from "zustand";
import type { Session } from "../../workers/protocol/session.ts";
import type { Target } from "../lib/object-key.ts";
import type { ClusterState, ClusterStore } from "./cluster-store.ts";
import { entryOf, type Entry } from "./object-table.ts";

const StoreContext = createContext<ClusterStore | undefined>(undefined);

/** Gives the panels below it their cluster. */
export function ClusterProvider({ store, children }: { readonly store: ClusterStore; readonly children: ReactNode }) {
  return <StoreContext value={store}>{children}</StoreContext>;
}

/** The store itself, for what must not render: canvases, and callbacks. */
export function useClusterStore(): ClusterStore {
  const store = use(StoreContext);
  if (store === undefined) throw new Error("A panel needs a ClusterProvider above it");
  return store;
}

/** Reads from the cluster; renders again only when the selected value changes. */
export function useCluster<T>(select: (state: ClusterState) => T): T {
  return useStore(useClusterStore(), select);
}

/** The session of the moment, to ask it questions. It throws where there is none, so ask while the phase is "live". */
export function useSession(): () => Session {
  const { link } = useClusterStore();
  return useCallback(() => link.session(), [link]);
}

/** One object; renders again only when this object changes. */
export function useEntry(target: Target | undefined): Entry | undefined {
  return useCluster(({ objects }) => (target === undefined ? undefined : entryOf(objects, target)));
}
