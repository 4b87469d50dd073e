import type { PodState } from "../../workers/protocol/pod-summary.ts";
import { stateGlyph, stateWords } from "../lib/state-glyph.ts";

interface Props {
  readonly state: PodState;
  readonly size?: number;
  /** What is left of a countdown, 0 to 1. */
  readonly left?: number;
  /** Leave out where the text beside it says the same. */
  readonly labelled?: boolean;
}

/** The sign of a pod's state: a shape and a colour. */
export function StateGlyph({ state, size = 16, left, labelled = false }: Props) {
  const colour = { solid: `var(--state-${state})`, ink: "var(--state-ink)", soft: `var(--state-${state}-soft)` };
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" className="state-glyph" {...(labelled ? { role: "img", "aria-label": stateWords[state] } : { "aria-hidden": true })}>
      {stateGlyph(state, left).map((path) => (
        <path
          key={path.d + (path.stroke ?? "")}
          d={path.d}
          fill={path.fill === undefined ? "none" : colour[path.fill]}
          stroke={path.stroke === undefined ? undefined : colour[path.stroke]}
          strokeWidth={path.width}
          strokeDasharray={path.dash}
          strokeLinecap="round"
          strokeLinejoin="round"
          opacity={path.opacity}
        />
      ))}
    </svg>
  );
}
