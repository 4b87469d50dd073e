import { deepEqual } from "../../base/deep-equal.ts";
import { formatLabels } from "../../apimachinery/labels.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { TabWriter } from "./tab-writer.ts";

/** The answer of a server that was asked for a table (meta/v1 Table). */
export interface Table {
  readonly kind: "Table";
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly columnDefinitions: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly priority?: number;
}

export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object?: KubernetesObject;
}

export interface TableOptions {
  readonly headers: boolean;
  readonly wide: boolean;
  readonly withNamespace: boolean;
  /** `deployment.apps` where names are shown as `deployment.apps/web`. */
  readonly kind: string | undefined;
  readonly labelColumns: readonly string[];
  readonly showLabels: boolean;
}

/** Prints tables with the same columns under one line of headings. */
export class TablePrinter {
  readonly #options: TableOptions;
  #printed: readonly TableColumn[] | undefined;

  constructor(options: TableOptions) {
    this.#options = options;
  }

  print(table: Table, writer: TabWriter, event?: string): void {
    const known = this.#printed !== undefined && (table.columnDefinitions.length === 0 || deepEqual(table.columnDefinitions, this.#printed));
    const columns = table.columnDefinitions.length === 0 ? (this.#printed ?? []) : table.columnDefinitions;
    const headers = this.#options.headers && !known;
    if (table.rows.length === 0 && headers) return;
    this.#printed = columns;
    const decorated = decorate({ ...table, columnDefinitions: columns }, this.#options, event);
    const shown = decorated.columnDefinitions.map(({ priority = 0 }) => priority === 0 || this.#options.wide);
    const visible = <T>(items: readonly T[]) => items.filter((_, index) => shown[index] === true);
    if (headers) writer.write(`${visible(decorated.columnDefinitions.map(({ name }) => name.toUpperCase())).join("\t")}\n`);
    for (const { cells } of decorated.rows) writer.write(`${visible(cells).map(cellText).join("\t")}\n`);
  }
}

/** Adds what the client knows or was asked for: event, namespace, kind, labels. */
function decorate(table: Table, options: TableOptions, event: string | undefined): Table {
  const { withNamespace, kind, labelColumns, showLabels } = options;
  const column = (name: string): TableColumn => ({ name, type: "string" });
  const nameColumn = kind === undefined ? -1 : table.columnDefinitions.findIndex(({ format, type }) => format === "name" && type === "string");
  const columnDefinitions = [
    ...(event === undefined ? [] : [column("Event")]),
    ...(withNamespace ? [column("Namespace")] : []),
    ...table.columnDefinitions,
    ...labelColumns.map((label) => column(label.slice(label.lastIndexOf("/") + 1).toUpperCase())),
    ...(showLabels ? [column("Labels")] : []),
  ];
  const row = ({ cells, object }: TableRow): TableRow => ({
    cells: [
      ...(event === undefined ? [] : [event]),
      ...(withNamespace ? [object?.metadata.namespace ?? ""] : []),
      ...cells.map((cell, index) => (index === nameColumn ? `${kind}/${String(cell)}` : cell)),
      ...labelColumns.map((label) => object?.metadata.labels?.[label] ?? ""),
      ...(showLabels ? [formatLabels(object?.metadata.labels)] : []),
    ],
  });
  return { ...table, columnDefinitions, rows: table.rows.map(row) };
}

/** A cell ends at its first line break. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "string" ? cell : String(cell as number | boolean);
  const end = text.search(/[\f\n\r]/);
  return (end < 0 ? text : `${text.slice(0, end)}...`).replaceAll("\u001b", "^[");
}
