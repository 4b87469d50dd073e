import { memo, useDeferredValue, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useShallow } from "zustand/react/shallow";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { sameTarget, type Target } from "../../lib/object-key.ts";
import { opensByItself, treeOf, visibleItems, walk, type VisibleItem } from "./graph-tree.ts";

interface Props {
  readonly onFocus: (id: string | undefined) => void;
  readonly onOpen: (target: Target) => void;
  readonly onMenu: (id: string, target: Target) => void;
}

/**
 * The canvas for those who do not see or do not point: a tree in step with it. The tree is one stop of the Tab key;
 * arrows walk, Enter opens, and what has the focus is ringed on the canvas.
 */
export function GraphTree({ onFocus, onOpen, onMenu }: Props) {
  const [objects, faults, lens, showSystem, selection] = useCluster(useShallow((state) => [state.objects, state.faults, state.lens, state.showSystem, state.selection] as const));
  const scene = useDeferredValue(useMemo(() => ({ objects, faults, showSystem, filter: "", clock: { now: 0, start: 0, paused: true, speed: 1 } }), [objects, faults, showSystem]));
  const [folding, setFolding] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [current, setCurrent] = useState("");
  const [focused, setFocused] = useState(false);
  const items = useMemo(() => treeOf(lens, scene), [lens, scene]);
  const visible = useMemo(() => visibleItems(items, (id) => folding.get(id) ?? opensByItself(items)), [items, folding]);
  const prefix = useId();
  const tree = useRef<HTMLDivElement>(null);
  const at = Math.max(0, visible.findIndex(({ item }) => item.id === current));
  const here = visible[at];

  const store = useClusterStore();

  const go = (index: number) => {
    const next = visible[index];
    if (next === undefined) return;
    setCurrent(next.item.id);
    onFocus(next.item.id);
  };
  /** A hand on the pointer sees where it is; only keys need the ring. */
  const enter = () => {
    setFocused(true);
    const { selection: selected } = store.getState();
    const index = visible.findIndex(({ item }) => sameTarget(item.target, selected));
    if (selected !== undefined && index >= 0) setCurrent(visible[index]?.item.id ?? "");
    if (tree.current?.matches("[data-hand='keys'] *") === true) go(index < 0 ? at : index);
  };
  const fold = (id: string, open: boolean) => setFolding((before) => new Map([...before, [id, open]]));

  const onKeyDown = (event: KeyboardEvent) => {
    if (here === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { item, open } = here;
    const foldable = item.children.length > 0;
    if (event.key === "ArrowRight" && foldable && !open) fold(item.id, true);
    else if (event.key === "ArrowLeft" && foldable && open) fold(item.id, false);
    else if (event.key === "Enter" && item.target !== undefined) onOpen(item.target);
    else if ((event.key === "x" || event.key === "ContextMenu") && item.target !== undefined) onMenu(item.id, item.target);
    else {
      const next = walk(visible, at, event.key);
      if (next === undefined) return;
      go(next);
    }
    event.preventDefault();
  };

  return (
    <div
      ref={tree}
      className="graph-tree"
      role="tree"
      aria-label={lens === "nodes" ? "Nodes and their pods" : "Workloads and what they own"}
      aria-activedescendant={focused && here !== undefined ? `${prefix}${here.item.id}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={enter}
      onBlur={() => {
        setFocused(false);
        onFocus(undefined);
      }}
    >
      {visible.map((line) => (
        <TreeLine key={line.item.id} domId={`${prefix}${line.item.id}`} {...line} selected={sameTarget(line.item.target, selection)} />
      ))}
    </div>
  );
}

const TreeLine = memo(
  function TreeLine({ domId, item, level, position, siblings, open, selected }: VisibleItem & { readonly domId: string; readonly selected: boolean }) {
    return (
      <div
        id={domId}
        role="treeitem"
        aria-level={level}
        aria-posinset={position}
        aria-setsize={siblings}
        aria-expanded={item.children.length > 0 ? open : undefined}
        aria-selected={selected}
      >
        {item.words}
      </div>
    );
  },
  (a, b) => a.domId === b.domId && a.item.words === b.item.words && a.position === b.position && a.siblings === b.siblings && a.level === b.level && a.open === b.open && a.selected === b.selected,
);
