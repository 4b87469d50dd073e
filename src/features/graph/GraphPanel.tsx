import { Maximize } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Button } from "../../components/Button.tsx";
import { CommandMenu } from "../../components/CommandMenu.tsx";
import { targetId, type Target } from "../../lib/object-key.ts";
import type { GraphElement } from "./element.ts";
import { GraphCanvas } from "./GraphCanvas.tsx";
import type { GraphCanvasView, Insets } from "./graph-canvas-view.ts";
import { GraphTree } from "./GraphTree.tsx";
import { HoverCard, type Hovered } from "./HoverCard.tsx";
import "./graph.css";

interface Menu {
  readonly target: Target | undefined;
  readonly x: number;
  readonly y: number;
}

const inspectorWidth = 320;
const evenly: Insets = { side: 16, top: 16, bottom: 16 };

/** The living picture of the cluster, with its menu. `guest` means: inside somebody else's page. */
export function GraphPanel({ guest = false, insets = evenly }: { readonly guest?: boolean; readonly insets?: Insets }) {
  const store = useClusterStore();
  const [view, setView] = useState<GraphCanvasView>();
  const [menu, setMenu] = useState<Menu>();
  const [hovered, setHovered] = useState<Hovered>();
  const [strayed, setStrayed] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  const hand = useHand();
  const { select } = store.getState();
  useSelectionInView(view);
  useMenuRequests((target) => setMenu({ target, ...placeOf(view, target, region.current) }));

  const pick = (element: GraphElement | undefined) => {
    setHovered(undefined);
    select(element?.target);
    // Keys go on from where the hand was.
    region.current?.querySelector<HTMLElement>('[role="tree"]')?.focus({ preventScroll: true });
  };
  const openMenu = (element: GraphElement | undefined, at: { readonly x: number; readonly y: number }) => {
    setHovered(undefined);
    if (element?.target !== undefined) select(element.target);
    setMenu({ target: element?.target, ...at });
  };

  return (
    <div ref={region} className="graph" data-hand={hand}>
      <GraphCanvas
        guest={guest}
        insets={insets}
        onView={setView}
        onPick={pick}
        onMenu={openMenu}
        onHover={(element, at) => setHovered(element?.target && { target: element.target, ...at })}
        onStray={setStrayed}
      />
      <GraphTree onFocus={(id) => view?.mark("focused", id)} onOpen={(target) => select(target)} onMenu={(id, target) => setMenu({ target, ...(view?.positionOf(id) ?? centreOf(region.current)) })} />
      {hovered !== undefined && menu === undefined && <HoverCard {...hovered} />}
      {strayed && (
        <Button small className="graph-fit" onClick={() => view?.fit()}>
          <Maximize size={13} aria-hidden /> Fit
        </Button>
      )}
      {menu !== undefined && (
        <CommandMenu target={menu.target} groups={["Break", "Change", "Look"]} title={menu.target?.key ?? "The cluster"} open onOpenChange={(open) => !open && setMenu(undefined)}>
          <button type="button" className="graph-menu-anchor" tabIndex={-1} aria-hidden="true" style={{ left: menu.x, top: menu.y }} />
        </CommandMenu>
      )}
    </div>
  );
}

/** The break menu can be asked for by a key or from another panel: the store says for which object. */
function useMenuRequests(open: (target: Target) => void) {
  const request = useCluster(({ menuRequest }) => menuRequest);
  const handled = useRef(request);
  useEffect(() => {
    if (request === handled.current || request === undefined) return;
    handled.current = request;
    open(request.target);
  });
}

/** What the person used last. A ring around what has the focus helps the keys, and disturbs the pointer. */
function useHand(): "keys" | "pointer" {
  const [hand, setHand] = useState<"keys" | "pointer">("keys");
  useEffect(() => {
    const keys = () => setHand("keys");
    const pointer = () => setHand("pointer");
    window.addEventListener("keydown", keys, true);
    window.addEventListener("pointerdown", pointer, true);
    return () => {
      window.removeEventListener("keydown", keys, true);
      window.removeEventListener("pointerdown", pointer, true);
    };
  }, []);
  return hand;
}

/** The inspector may cover what it is about; then the picture moves aside, and back when the inspector closes. */
function useSelectionInView(view: GraphCanvasView | undefined) {
  const selection = useCluster((state) => state.selection);
  useEffect(() => {
    if (selection === undefined) view?.return();
    else view?.uncover(targetId(selection), inspectorWidth);
  }, [view, selection]);
}

const placeOf = (view: GraphCanvasView | undefined, target: Target, region: HTMLElement | null) => view?.positionOf(targetId(target)) ?? centreOf(region);

function centreOf(region: HTMLElement | null): { readonly x: number; readonly y: number } {
  const frame = region?.getBoundingClientRect();
  return frame === undefined ? { x: 0, y: 0 } : { x: frame.left + frame.width / 2, y: frame.top + frame.height / 3 };
}
