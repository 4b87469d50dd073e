import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { clockFace } from "../../lib/duration.ts";
import { markersOf } from "./markers.ts";

/**
 * The session's time as a line with marks. Choosing an earlier moment replays the session up to there; what was done
 * later has then not happened.
 */
export function Scrubber() {
  const store = useClusterStore();
  const start = useCluster(({ clock }) => clock.start);
  // A line of this length cannot show more than half-second steps.
  const now = useCluster(({ clock }) => Math.ceil(clock.now / 500) * 500);
  const happenings = useCluster((state) => state.happenings);
  const [aim, setAim] = useState<number>();
  const whole = Math.max(1, now - start);
  const part = aim ?? 1;

  const aimAt = (event: PointerEvent) => {
    const frame = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - frame.left) / frame.width));
  };
  const go = (to: number) => {
    setAim(undefined);
    if (to < 0.995) void store.getState().rewind(start + to * whole);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowLeft" ? -0.02 : event.key === "ArrowRight" ? 0.02 : 0;
    if (step !== 0) setAim(Math.max(0, Math.min(1, part + step)));
    else if (event.key === "Enter" && aim !== undefined) go(aim);
    else if (event.key === "Escape") setAim(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div
      className="scrubber"
      role="slider"
      tabIndex={0}
      aria-label="Rewind to"
      aria-valuemin={0}
      aria-valuemax={Math.round(whole / 1000)}
      aria-valuenow={Math.round((part * whole) / 1000)}
      aria-valuetext={aim === undefined ? `now, ${clockFace(whole)}` : `${clockFace(aim * whole)}, press Enter to rewind`}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => setAim(aimAt(event))}
      onPointerLeave={() => setAim(undefined)}
      onPointerUp={(event) => go(aimAt(event))}
      onBlur={() => setAim(undefined)}
    >
      <div className="scrubber-line">
        <div className="scrubber-past" style={{ width: `${part * 100}%` }} />
        {markersOf(happenings, { start, now }).map(({ part: at, kind, title }) => (
          <span key={`${kind}:${at}`} className={`scrubber-mark mark-${kind}`} style={{ left: `${at * 100}%` }} title={title} />
        ))}
      </div>
      {aim !== undefined && (
        <span className="scrubber-aim" style={{ left: `${aim * 100}%` }}>
          {aim >= 0.995 ? "now" : `Rewind to ${clockFace(aim * whole)}`}
        </span>
      )}
    </div>
  );
}
