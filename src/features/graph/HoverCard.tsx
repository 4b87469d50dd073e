import { useEntry } from "../../cluster/use-cluster.tsx";
import { StateGlyph } from "../../components/StateGlyph.tsx";
import type { Target } from "../../lib/object-key.ts";
import { kindOf } from "../../lib/resources.ts";

export interface Hovered {
  readonly target: Target;
  readonly x: number;
  readonly y: number;
}

/** The name and state of what is under the pointer, for where the canvas has no room for words. */
export function HoverCard({ target, x, y }: Hovered) {
  const entry = useEntry(target);
  if (entry === undefined) return null;
  const { pod, object } = entry;
  return (
    <div className="hover-card" style={{ left: Math.min(x + 14, innerWidth - 300), top: Math.min(y + 16, innerHeight - 90) }} aria-hidden="true">
      <div className="hover-card-title">
        {pod !== undefined && <StateGlyph state={pod.state} size={14} />}
        {object.metadata.name}
      </div>
      <div className="hover-card-line">
        {kindOf(target.resource)}
        {object.metadata.namespace !== undefined && ` · ${object.metadata.namespace}`}
        {pod !== undefined && ` · ${pod.status} · ${pod.ready} ready`}
      </div>
      {pod?.message !== undefined && <div className="hover-card-line">{pod.message}</div>}
    </div>
  );
}
