import type Cytoscape from "cytoscape";
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from "react";
import type { ClusterState, ClusterStore } from "../../cluster/cluster-store.ts";
import { useClusterStore } from "../../cluster/use-cluster.tsx";
import { targetId } from "../../lib/object-key.ts";
import { useReducedMotion } from "../../lib/use-media.ts";
import type { GraphElement } from "./element.ts";
import { GraphCanvasView, type CanvasListener, type Insets } from "./graph-canvas-view.ts";
import { drawingLoop } from "./drawing-loop.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Props {
  /** Given the canvas once it is there, and undefined when it goes. */
  readonly onView: (view: GraphCanvasView | undefined) => void;
  readonly onPick: (element: GraphElement | undefined) => void;
  readonly onMenu: (element: GraphElement | undefined, at: Point) => void;
  readonly onHover: (element: GraphElement | undefined, at: Point) => void;
  readonly onStray: (strayed: boolean) => void;
  /** In a page of somebody else's, the wheel and one finger belong to that page. */
  readonly guest: boolean;
  readonly insets: Insets;
}

/** The canvas. Screen readers and keyboards use the tree beside it, which says the same. */
export function GraphCanvas({ onView, guest, insets, ...listeners }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const store = useClusterStore();
  const calm = useReducedMotion();
  const [view, setView] = useState<GraphCanvasView>();
  const picked = useEffectEvent(listeners.onPick);
  const menu = useEffectEvent(listeners.onMenu);
  const hovered = useEffectEvent(listeners.onHover);
  const strayed = useEffectEvent(listeners.onStray);
  const tell = useEffectEvent(onView);

  useEffect(() => {
    const listener: CanvasListener = { picked, menu, hovered, strayed };
    let made: GraphCanvasView | undefined;
    let gone = false;
    void import("cytoscape").then(({ default: cytoscape }) => {
      if (gone || container.current === null) return;
      made = new GraphCanvasView(makeCore(cytoscape, container.current, guest), listener);
      setView(made);
      tell(made);
    });
    return () => {
      gone = true;
      tell(undefined);
      setView(undefined);
      made?.destroy();
    };
  }, [guest]);

  useEffect(() => {
    view?.configure({ calm, insets });
  }, [view, calm, insets]);

  useDrawing(view, container, store);
  useWheelGuard(container, guest);
  return <div ref={container} className={`graph-canvas ${guest ? "graph-guest" : ""}`} aria-hidden="true" />;
}

function makeCore(cytoscape: typeof Cytoscape, container: HTMLElement, guest: boolean) {
  const touchGuest = guest && matchMedia("(pointer: coarse)").matches;
  return cytoscape({
    container,
    layout: { name: "preset" },
    minZoom: 0.08,
    maxZoom: 4,
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    userPanningEnabled: !touchGuest,
    userZoomingEnabled: !touchGuest,
    hideEdgesOnViewport: true,
    // Cytoscape draws from cached textures, which look soft at one pixel per pixel.
    pixelRatio: Math.max(2, devicePixelRatio),
  });
}

/** Draws the store into the view: at most once per frame, and only when something that is drawn has changed. */
function useDrawing(view: GraphCanvasView | undefined, container: RefObject<HTMLDivElement | null>, store: ClusterStore) {
  useEffect(() => {
    const element = container.current;
    if (view === undefined || element === null) return;
    const loop = drawingLoop(store, view);
    const observer = new ResizeObserver(() => {
      view.resized();
      loop.redraw();
    });
    observer.observe(element);
    const themes = new MutationObserver(() => view.restyle());
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const unsubscribe = store.subscribe((state, before) => followMarks(view, state, before));
    followMarks(view, store.getState(), undefined);
    return () => {
      loop.stop();
      observer.disconnect();
      themes.disconnect();
      unsubscribe();
    };
  }, [view, container, store]);
}

function followMarks(view: GraphCanvasView, { selection, flashed }: ClusterState, before: ClusterState | undefined) {
  if (selection !== before?.selection) view.mark("selected", selection && targetId(selection));
  if (flashed !== before?.flashed && flashed.length > 0) view.flash(flashed.map(targetId));
}

/** A guest zooms only with Ctrl or ⌘; any other wheel goes on to scroll the page. */
function useWheelGuard(container: RefObject<HTMLDivElement | null>, guest: boolean) {
  useEffect(() => {
    const element = container.current;
    if (element === null || !guest) return;
    const guard = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
    };
    // Cytoscape listens on this element, too, but only later, when it has been loaded.
    element.addEventListener("wheel", guard, { capture: true, passive: true });
    return () => element.removeEventListener("wheel", guard, { capture: true });
  }, [container, guest]);
}
