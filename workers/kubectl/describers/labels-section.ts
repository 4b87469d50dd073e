import type { Taint, Toleration } from "../../apimachinery/taints.ts";
import { formatTaint } from "../../apimachinery/taints.ts";
import type { Description } from "./description.ts";

type Texts = Readonly<Record<string, string>>;

/** Keys in the order of bytes. */
export const sortedKeys = (record: object | undefined): readonly string[] => Object.keys(record ?? {}).sort();

/** Several values under one label, each on its own line, `<none>` when there are none. */
export function writeLines(into: Description, label: string, lines: readonly string[], indent = ""): void {
  into.write(`${indent}${label}:\t`);
  if (lines.length === 0) into.line("<none>");
  lines.forEach((line, index) => into.line(index === 0 ? line : `${indent}\t${line}`));
}

/** Labels, one on each line. */
export const writeLabels = (into: Description, label: string, labels: Texts | undefined, indent = "") =>
  writeLines(into, label, sortedKeys(labels).map((key) => `${key}=${labels?.[key] ?? ""}`), indent);

const mostOfAnnotation = 140;

/** What kubectl itself writes down is not shown. */
const hidden: ReadonlySet<string> = new Set(["kubectl.kubernetes.io/last-applied-configuration"]);

/** Annotations; long ones begin on a line of their own and are cut off. */
export function writeAnnotations(into: Description, label: string, annotations: Texts | undefined): void {
  const keys = sortedKeys(annotations).filter((key) => !hidden.has(key));
  writeLines(into, label, keys.flatMap((key) => annotationLines(key, annotations?.[key] ?? "")));
}

function annotationLines(key: string, annotation: string): readonly string[] {
  const text = annotation.endsWith("\n") ? annotation.slice(0, -1) : annotation;
  if (text.length + key.length + 2 <= mostOfAnnotation && !text.includes("\n")) return [`${key}: ${text}`];
  return [`${key}:`, ...text.split("\n").map((line) => `  ${shorten(line, mostOfAnnotation - 2)}`)];
}

const shorten = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}...` : text);

/** Taints of a node, in the order of effect and key. */
export function writeTaints(into: Description, taints: readonly Taint[] = []): void {
  const order = ({ effect, key }: Taint) => `${effect},${key}`;
  writeLines(into, "Taints", taints.toSorted((a, b) => compare(order(a), order(b))).map(formatTaint));
}

/** Tolerations of a pod, in the order of their keys. */
export function writeTolerations(into: Description, label: string, tolerations: readonly Toleration[] = []): void {
  writeLines(into, label, tolerations.toSorted((a, b) => compare(a.key ?? "", b.key ?? "")).map(tolerationText));
}

function tolerationText({ key = "", value = "", effect = "", operator, tolerationSeconds }: Toleration): string {
  const what = `${key}${value === "" ? "" : `=${value}`}${effect === "" ? "" : `:${effect}`}`;
  const exists = operator === "Exists" && value === "" ? (what === "" ? "op=Exists" : " op=Exists") : "";
  return `${what}${exists}${tolerationSeconds === undefined ? "" : ` for ${tolerationSeconds}s`}`;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
