/** The parts of the page that F6 walks through, in reading order. */
const regions = '[data-region]';
const focusable = 'button:not(:disabled), input, select, textarea, a[href], [tabindex="0"]';

/** Moves the focus into the region after the one that has it. */
export function focusNextRegion(): void {
  const all = [...document.querySelectorAll<HTMLElement>(regions)].filter((region) => region.offsetParent !== null);
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = all[(at + 1) % all.length];
  const preferred = next?.querySelector<HTMLElement>("[data-region-focus]") ?? next?.querySelector<HTMLElement>(focusable);
  preferred?.focus();
}

/** To the field that filters the graph. */
export function focusFilter(): void {
  document.querySelector<HTMLInputElement>("[data-graph-filter]")?.focus();
}
