import { FormatError } from "../../apimachinery/format-error.ts";
import { JsonPath, relaxedTemplate } from "../../apimachinery/jsonpath.ts";
import { goPrint, type JsonObject } from "../../apimachinery/json-value.ts";
import { KubectlError } from "../kubectl-error.ts";
import { getLayout, TabWriter } from "./tab-writer.ts";

interface Column {
  readonly header: string;
  readonly path: JsonPath;
}

/** Prints a table whose columns are `HEADER:JSONPATH,…`. */
export function customColumnsPrinter(spec: string, headers: boolean): (object: JsonObject) => string {
  const columns = columnsOf(spec);
  let printed = !headers;
  return (object) => {
    let text = "";
    const writer = new TabWriter((laidOut) => (text += laidOut), getLayout);
    if (!printed) writer.write(`${columns.map(({ header }) => header).join("\t")}\n`);
    printed = true;
    const items = Array.isArray(object["items"]) ? (object["items"] as readonly JsonObject[]) : [object];
    for (const item of items) writer.write(`${columns.map(({ path }) => valueOf(item, path)).join("\t")}\n`);
    writer.flush();
    return text;
  };
}

function columnsOf(spec: string): readonly Column[] {
  return spec.split(",").map((part) => {
    const colon = part.indexOf(":");
    if (colon < 0) throw new KubectlError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    try {
      return { header: part.slice(0, colon), path: new JsonPath(relaxedTemplate(part.slice(colon + 1))) };
    } catch (error) {
      if (error instanceof FormatError) throw new KubectlError(error.message);
      throw error;
    }
  });
}

function valueOf(item: JsonObject, path: JsonPath): string {
  const found = path.find(item, true).flat();
  return found.length === 0 ? "<none>" : found.map(goPrint).map((text) => text.replace(/[\f\n\r][^]*/, "...")).join(",");
}
