import { createStore } from "zustand/vanilla";
import { useStore } from "zustand";
import type { Target } from "../lib/object-key.ts";

/** What floats above the workbench. */
interface Ui {
  readonly palette: "closed" | "commands" | "objects";
  readonly help: boolean;
  /** The workload whose size is being chosen. */
  readonly scaling: Target | undefined;
}

/** One page has one of each of these. */
export const ui = createStore<Ui>()(() => ({ palette: "closed", help: false, scaling: undefined }));

export const useUi = <T,>(select: (state: Ui) => T) => useStore(ui, select);
