import { FormatError } from "./format-error.ts";
import { goQuote } from "./go-quote.ts";
import { formatRequirement, type LabelOperator, type LabelRequirement, type LabelSet, newRequirement, satisfies } from "./label-requirement.ts";
import { parseRequirements } from "./label-selector-parser.ts";

/** A query over labels: all requirements must hold; `nothing` matches no object at all. */
export interface Selector {
  readonly requirements: readonly LabelRequirement[];
  readonly nothing: boolean;
}

/** The API type LabelSelector. */
export interface LabelSelector {
  readonly matchLabels?: LabelSet;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export const everything: Selector = Object.freeze({ requirements: Object.freeze([]), nothing: false });
export const nothing: Selector = Object.freeze({ requirements: Object.freeze([]), nothing: true });

const noLabels: LabelSet = Object.freeze({});

/** Reads `app=web,tier in (a,b),!legacy,cores>4`; throws a FormatError. */
export function parseSelector(text: string): Selector {
  return selectorOf(parseRequirements(text));
}

/** The selector of a plain map, as Services have it. An empty or missing map matches everything. */
export function selectorFromSet(labels: LabelSet | undefined): Selector {
  return selectorOf(Object.entries(labels ?? noLabels).map(([key, label]) => ({ key, operator: "=", values: [label] })));
}

const converted = new WeakMap<LabelSelector, Selector>();

/** The selector of the API type. Missing matches nothing, empty matches everything. Throws a FormatError. */
export function selectorFromLabelSelector(labelSelector: LabelSelector | undefined): Selector {
  if (labelSelector === undefined) return nothing;
  const known = converted.get(labelSelector);
  if (known !== undefined) return known;
  const selector = convert(labelSelector);
  if (Object.isFrozen(labelSelector)) converted.set(labelSelector, selector);
  return selector;
}

/** Do these labels match? */
export function matches({ requirements, nothing: none }: Selector, labels: LabelSet | undefined): boolean {
  if (none) return false;
  const set = labels ?? noLabels;
  for (const requirement of requirements) if (!satisfies(requirement, set)) return false;
  return true;
}

/** Does a selector of the API type match? */
export const labelSelectorMatches = (labelSelector: LabelSelector | undefined, labels: LabelSet | undefined) =>
  matches(selectorFromLabelSelector(labelSelector), labels);

/** Does a plain map of labels match? Cheaper than `matches`, for Services and ReplicationControllers. */
export function setMatches(wanted: LabelSet, labels: LabelSet | undefined): boolean {
  const set = labels ?? noLabels;
  for (const key in wanted) if (set[key] !== wanted[key] || !Object.hasOwn(set, key)) return false;
  return true;
}

export const isEverything = (selector: Selector) => !selector.nothing && selector.requirements.length === 0;

/** Writes the selector in its string form. */
export const formatSelector = ({ requirements }: Selector) => requirements.map(formatRequirement).join(",");

/** Writes a selector of the API type as kubectl's columns show it. */
export function formatLabelSelector(labelSelector: LabelSelector | undefined): string {
  try {
    return formatSelector(selectorFromLabelSelector(labelSelector)) || "<none>";
  } catch (error) {
    if (error instanceof FormatError) return "<error>";
    throw error;
  }
}

/** Writes a map of labels: `app=web,tier=front`, keys in order; `<none>` when there are none. */
export function formatLabels(labels: LabelSet | undefined): string {
  const entries = Object.entries(labels ?? noLabels).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, label]) => `${key}=${label}`).join(",") || "<none>";
}

/** The one value that the selector demands of a label, so that an index can serve the query. */
export function requiresExactMatch({ requirements }: Selector, key: string): string | undefined {
  const requirement = requirements.find((each) => each.key === key);
  if (requirement === undefined || requirement.values.length !== 1) return undefined;
  return requirement.operator === "=" || requirement.operator === "==" || requirement.operator === "in" ? requirement.values[0] : undefined;
}

/** The API type for a selector string, as `kubectl create` and `kubectl expose` need it; throws a FormatError. */
export function parseToLabelSelector(text: string): LabelSelector {
  const requirements = readForApi(text);
  const exact = requirements.filter(({ operator }) => operator === "=" || operator === "==");
  const others = requirements.filter((requirement) => !exact.includes(requirement));
  return {
    matchLabels: Object.fromEntries(exact.map(({ key, values }) => [key, values[0] ?? ""])),
    matchExpressions: others.map(({ key, operator, values }) => ({ key, operator: apiOperator(operator), values })),
  };
}

function readForApi(text: string): readonly LabelRequirement[] {
  try {
    return parseSelector(text).requirements;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`couldn't parse the selector string "${text}": ${error.message}`);
  }
}

function apiOperator(operator: LabelOperator): string {
  const name = [...operators].find(([, own]) => own === operator)?.[0];
  if (name !== undefined) return name;
  if (operator === "gt" || operator === "lt") throw new FormatError(`"${operator}" isn't supported in label selectors`);
  throw new FormatError(`"${operator}" is not a valid label selector operator`);
}

const operators: ReadonlyMap<string, LabelOperator> = new Map([["In", "in"], ["NotIn", "notin"], ["Exists", "exists"], ["DoesNotExist", "!"]]);

function convert({ matchLabels = noLabels, matchExpressions = [] }: LabelSelector): Selector {
  const exact = Object.entries(matchLabels).map(([key, label]) => newRequirement(key, "=", [label]));
  return selectorOf([...exact, ...matchExpressions.map(convertExpression)]);
}

function convertExpression({ key, operator, values = [] }: LabelSelectorRequirement): LabelRequirement {
  const own = operators.get(operator);
  if (own === undefined) throw new FormatError(`${goQuote(operator)} is not a valid label selector operator`);
  return newRequirement(key, own, values);
}

function selectorOf(requirements: readonly LabelRequirement[]): Selector {
  if (requirements.length === 0) return everything;
  return { requirements: requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)), nothing: false };
}
