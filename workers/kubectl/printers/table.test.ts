import { expect, test } from "vitest";
import { TablePrinter, type Table, type TableOptions } from "./table.ts";
import { TabWriter } from "./tab-writer.ts";

const table: Table = {
  kind: "Table",
  columnDefinitions: [
    { name: "Name", type: "string", format: "name" },
    { name: "Ready", type: "string" },
    { name: "Node", type: "string", priority: 1 },
  ],
  rows: [
    { cells: ["web-0", "1/1", "node-1"], object: { apiVersion: "v1", kind: "Pod", metadata: { name: "web-0", namespace: "default", labels: { app: "web", "a.b/tier": "x" }, uid: "", resourceVersion: "", creationTimestamp: "" } } },
    { cells: ["a-much-longer-name", "0/1", "node-2"], object: { apiVersion: "v1", kind: "Pod", metadata: { name: "a-much-longer-name", namespace: "kube-system", uid: "", resourceVersion: "", creationTimestamp: "" } } },
  ],
};

const plain: TableOptions = { headers: true, wide: false, withNamespace: false, kind: undefined, labelColumns: [], showLabels: false };

test.each<[string, Partial<TableOptions>, string]>([
  ["plain", {}, "NAME                 READY\nweb-0                1/1\na-much-longer-name   0/1\n"],
  ["wide", { wide: true }, "NAME                 READY   NODE\nweb-0                1/1     node-1\na-much-longer-name   0/1     node-2\n"],
  ["without headings", { headers: false }, "web-0                1/1\na-much-longer-name   0/1\n"],
  ["with namespaces", { withNamespace: true }, "NAMESPACE     NAME                 READY\ndefault       web-0                1/1\nkube-system   a-much-longer-name   0/1\n"],
  ["with kinds", { kind: "pod" }, "NAME                     READY\npod/web-0                1/1\npod/a-much-longer-name   0/1\n"],
  ["with label columns", { labelColumns: ["app", "a.b/tier"] }, "NAME                 READY   APP   TIER\nweb-0                1/1     web   x\na-much-longer-name   0/1           \n"],
  ["with labels", { showLabels: true }, "NAME                 READY   LABELS\nweb-0                1/1     a.b/tier=x,app=web\na-much-longer-name   0/1     <none>\n"],
])("%s", (_name, options, text) => {
  expect(print([table], { ...plain, ...options })).toBe(text);
});

test("rows that come later keep the widths and need no headings", () => {
  const later = { ...table, columnDefinitions: [], rows: table.rows.slice(0, 1) };
  expect(print([table, later], plain)).toBe("NAME                 READY\nweb-0                1/1\na-much-longer-name   0/1\nweb-0                1/1\n");
});

test("an empty table prints nothing", () => {
  expect(print([{ ...table, rows: [] }], plain)).toBe("");
});

test("a cell ends at its first line break, and nothing in it can steer a terminal", () => {
  const rows = [{ cells: ["a\nb", "\u001b[31m", null] }, { cells: [3, true, undefined] }];
  expect(print([{ ...table, rows }], { ...plain, wide: true })).toBe("NAME   READY    NODE\na...   ^[[31m   \n3      true     \n");
});

function print(tables: readonly Table[], options: TableOptions): string {
  let text = "";
  const writer = new TabWriter((piece) => (text += piece));
  const printer = new TablePrinter(options);
  for (const each of tables) {
    printer.print(each, writer);
    writer.flush();
  }
  return text;
}
