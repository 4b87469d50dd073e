import type { CommandContext } from "../command.ts";
import { type ApiResource, qualifiedKind } from "../api-resource.ts";
import { TablePrinter, type Table, type TableRow } from "../printers/table.ts";
import { getLayout, TabWriter } from "../printers/tab-writer.ts";
import { hasField, sortByPath } from "./sort-by.ts";

const rowObject = ({ object }: TableRow) => object;

/** Prints tables one below the other: resources of different kinds apart, each with its own headings. */
export class TableOutput {
  readonly #context: CommandContext;
  readonly #withKind: boolean;
  readonly #writer: TabWriter;
  #printer: TablePrinter | undefined;
  #resource: ApiResource | undefined;
  #written = false;
  #separate = false;

  constructor(context: CommandContext, withKind: boolean) {
    this.#context = context;
    this.#withKind = withKind;
    this.#writer = new TabWriter((text) => this.#out(text), getLayout);
  }

  /** Has anything been printed at all? */
  get written(): boolean {
    return this.#written;
  }

  print(table: Table, resource: ApiResource, event?: string): void {
    const sortBy = this.#context.arguments.text("sort-by");
    // A field that nothing has leaves nothing to print, as in the real one.
    const rows = sortBy === "" ? table.rows : hasField(table.rows, rowObject, sortBy) ? sortByPath(table.rows, rowObject, sortBy) : [];
    this.#printerFor(resource).print({ ...table, rows }, this.#writer, event);
  }

  flush(): void {
    this.#writer.flush();
  }

  #printerFor(resource: ApiResource): TablePrinter {
    if (this.#printer !== undefined && this.#resource?.kind === resource.kind && this.#resource.group === resource.group) return this.#printer;
    this.#writer.flush();
    this.#writer.forgetWidths();
    const { arguments: given } = this.#context;
    this.#separate = this.#resource !== undefined && !given.flag("no-headers") && this.#written;
    this.#resource = resource;
    this.#printer = new TablePrinter({
      headers: !given.flag("no-headers"),
      wide: given.text("output") === "wide",
      withNamespace: given.flag("all-namespaces") && resource.scope === "Namespaced",
      kind: this.#withKind ? qualifiedKind(resource) : undefined,
      labelColumns: given.list("label-columns"),
      showLabels: given.flag("show-labels"),
    });
    return this.#printer;
  }

  #out(text: string): void {
    this.#context.print(this.#separate ? `\n${text}` : text);
    this.#separate = false;
    this.#written = true;
  }
}
