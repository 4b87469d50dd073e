import type { Happening } from "../../../workers/protocol/delta.ts";

export interface Marker {
  /** Place on the line, 0 to 1. */
  readonly part: number;
  readonly kind: "you" | "warning";
  readonly title: string;
}

/** So many can be told apart on a line; of those closer together only the first stands. */
const slots = 120;

/** What deserves a mark on the line of time: what the person did, and warnings. */
export function markersOf(happenings: readonly Happening[], { start, now }: { readonly start: number; readonly now: number }): readonly Marker[] {
  const whole = now - start;
  if (whole <= 0) return [];
  const markers = new Map<string, Marker>();
  for (const { at, actor, warning, sentence } of happenings) {
    const kind = isPerson(actor) ? "you" : warning ? "warning" : undefined;
    const part = (at - start) / whole;
    if (kind === undefined || part < 0 || part > 1) continue;
    const slot = `${kind}:${Math.floor(part * slots)}`;
    if (!markers.has(slot)) markers.set(slot, { part, kind, title: sentence });
  }
  return [...markers.values()];
}

/** The one who sits before the screen, by the name the worker gives them. */
const isPerson = (actor: string) => actor === "you";
