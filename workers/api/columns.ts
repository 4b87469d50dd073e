import { humanDuration } from "../apimachinery/human-duration.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { tryParseTime } from "../apimachinery/timestamp.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Container, PodTemplateSpec } from "./generated/core/v1.ts";
import type { Column } from "./resource.ts";

/** The first column of every kind but Event. */
export const nameColumn: Column<KubernetesObject> = {
  name: "Name",
  type: "string",
  format: "name",
  cell: ({ metadata }) => metadata.name,
};

export const ageColumn: Column<KubernetesObject> = {
  name: "Age",
  type: "string",
  cell: ({ metadata }, { now }) => ageSince(metadata.creationTimestamp, now),
};

/** What kinds without columns of their own show. */
export const createdAtColumn: Column<KubernetesObject> = {
  name: "Created At",
  type: "date",
  cell: ({ metadata }) => metadata.creationTimestamp,
};

/** How long ago a time was, as kubectl shows ages. */
export function ageSince(time: string | undefined, now: Milliseconds): string {
  const instant = tryParseTime(time);
  return instant === undefined ? "<unknown>" : humanDuration(now - instant);
}

/** A column that is always shown. */
export const column = <T>(name: string, type: "string" | "integer" | "boolean", cell: Column<T>["cell"]): Column<T> => ({ name, type, cell });

/** A column that only `-o wide` shows. */
export const wideColumn = <T>(name: string, type: "string" | "integer" | "boolean", cell: Column<T>["cell"]): Column<T> => ({ name, type, priority: 1, cell });

/** The two columns that every kind with a pod template has with `-o wide`. */
export const templateColumns = <T>(template: (object: T) => PodTemplateSpec | undefined): readonly Column<T>[] => [
  wideColumn("Containers", "string", (object) => joinContainers(template(object), ({ name }) => name)),
  wideColumn("Images", "string", (object) => joinContainers(template(object), ({ image }) => image ?? "")),
];

/** Something about each container of a template, joined by commas. */
export const joinContainers = (template: PodTemplateSpec | undefined, text: (container: Container) => string) =>
  template?.spec?.containers?.map(text).join(",") ?? "";
