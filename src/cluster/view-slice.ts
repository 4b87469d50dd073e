import { sameTarget, type Target } from "../lib/object-key.ts";
import type { Slice } from "./slice.ts";

export const lenses = ["nodes", "owners"] as const;
export type Lens = (typeof lenses)[number];

const inspectorTabs = ["summary", "why", "yaml", "events", "logs"] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

const dockTabs = ["terminal", "events", "requests"] as const;
export type DockTab = (typeof dockTabs)[number];

/** What the person looks at. Panels talk to each other only through this. */
export interface ViewSlice {
  readonly selection: Target | undefined;
  readonly inspectorTab: InspectorTab;
  readonly lens: Lens;
  readonly dock: DockTab | undefined;
  /** Dims all whose name does not contain it. */
  readonly filter: string;
  /** Are the pods of kube-system drawn in the owners lens? */
  readonly showSystem: boolean;
  /** The text in the editor. */
  readonly manifest: string;
  /** Objects that a command touched just now, to be flashed once. */
  readonly flashed: readonly Target[];
  /** Somebody asked for the menu of an object; each request is a value of its own. */
  readonly menuRequest: { readonly target: Target } | undefined;
  /** A line that the terminal should run; each request is a value of its own. */
  readonly terminalRequest: { readonly line: string } | undefined;
  readonly select: (target: Target | undefined, tab?: InspectorTab) => void;
  readonly setInspectorTab: (tab: InspectorTab) => void;
  readonly setLens: (lens: Lens) => void;
  readonly setDock: (tab: DockTab | undefined) => void;
  readonly setFilter: (filter: string) => void;
  readonly setShowSystem: (show: boolean) => void;
  readonly setManifest: (manifest: string) => void;
  readonly flash: (targets: readonly Target[]) => void;
  readonly requestMenu: (target: Target) => void;
  /** Shows the terminal and runs a line in it. */
  readonly requestTerminal: (line: string) => void;
}

export const createViewSlice: Slice<ViewSlice> = ({ get, set }) => ({
  selection: undefined,
  inspectorTab: "summary",
  lens: "nodes",
  dock: undefined,
  filter: "",
  showSystem: false,
  manifest: "",
  flashed: [],
  menuRequest: undefined,
  terminalRequest: undefined,

  select(target, tab) {
    const { selection, inspectorTab } = get();
    if (sameTarget(selection, target) && (tab === undefined || tab === inspectorTab)) return;
    set({ selection: target, inspectorTab: tab ?? fitting(target, inspectorTab) });
  },

  setInspectorTab: (inspectorTab) => set({ inspectorTab }),
  setLens: (lens) => set({ lens }),
  setDock: (dock) => set({ dock }),
  setFilter: (filter) => set({ filter }),
  setShowSystem: (showSystem) => set({ showSystem }),
  setManifest: (manifest) => set({ manifest }),
  flash: (flashed) => set({ flashed }),
  requestTerminal: (line) => set({ dock: "terminal", terminalRequest: { line } }),
  requestMenu: (target) => set({ menuRequest: { target } }),
});

/** Only pods have logs. */
const fitting = (target: Target | undefined, tab: InspectorTab): InspectorTab => (tab === "logs" && target?.resource !== "pods" ? "summary" : tab);
