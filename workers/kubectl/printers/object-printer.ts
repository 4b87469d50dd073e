import type { KubernetesObject } from "../../apimachinery/object.ts";
import { isJsonObject, type JsonObject, without } from "../../apimachinery/json-value.ts";
import { KubectlError } from "../kubectl-error.ts";
import { qualifiedKind, splitApiVersion } from "../api-resource.ts";
import type { ParsedArguments } from "../arguments.ts";
import { customColumnsPrinter } from "./custom-columns.ts";
import { goTemplatePrinter } from "./go-template-printer.ts";
import { toJson } from "./json.ts";
import { jsonPathPrinter } from "./jsonpath-printer.ts";
import { toYaml } from "./yaml.ts";

/** Writes an object, or a list of objects, as text. */
export type ObjectPrinter = (object: JsonObject) => string;

export interface PrinterSource {
  readonly arguments: ParsedArguments;
  readonly readFile: (path: string) => string | undefined;
}

/** Formats that show whole objects, by their names in error texts. */
const formats = ["go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json", "jsonpath-file", "name", "template", "templatefile", "yaml"];
const columnFormats = ["custom-columns", "custom-columns-file"];

/** The printer that `-o` names; undefined for none and for `wide`. `columns` says whether the command has custom columns. */
export function printerFor(source: PrinterSource, columns = false): ObjectPrinter | undefined {
  const output = source.arguments.text("output");
  if (output === "" || (output === "wide" && columns)) {
    return output === "" && source.arguments.given("template") ? templatePrinter(source, "go-template", undefined) : undefined;
  }
  const equals = output.indexOf("=");
  const [format, argument] = equals < 0 ? [output, undefined] : [output.slice(0, equals), output.slice(equals + 1)];
  const printer = namedPrinter(source, format, argument) ?? (columns && columnFormats.includes(format) ? columnsPrinter(source, format, argument) : undefined);
  if (printer !== undefined) return printer;
  const allowed = [...formats, ...(columns ? [...columnFormats, "wide"] : [])].sort();
  throw new KubectlError(`unable to match a printer suitable for the output format "${output}", allowed formats are: ${allowed.join(",")}`);
}

function namedPrinter(source: PrinterSource, format: string, argument: string | undefined): ObjectPrinter | undefined {
  if (argument === undefined && (format === "json" || format === "yaml")) return documentPrinter(format, source.arguments.flag("show-managed-fields"));
  if (format === "name" && argument === undefined) return printNames;
  return /^(go-template|template|jsonpath)/.test(format) && formats.includes(format) ? templatePrinter(source, format, argument) : undefined;
}

function documentPrinter(format: "json" | "yaml", managedFields: boolean): ObjectPrinter {
  let printed = 0;
  return (object) => {
    const shown = managedFields ? object : withoutManagedFields(object);
    if (format === "json") return toJson(shown);
    return `${printed++ > 0 ? "---\n" : ""}${toYaml(shown)}`;
  };
}

/** managedFields tell people little, so they are hidden unless asked for. */
export function withoutManagedFields(object: JsonObject): JsonObject {
  const items = object["items"];
  if (Array.isArray(items)) return { ...object, items: items.map((item: unknown) => (isJsonObject(item) ? withoutManagedFields(item) : item)) };
  const metadata = object["metadata"];
  return isJsonObject(metadata) && Object.hasOwn(metadata, "managedFields") ? { ...object, metadata: without(metadata, "managedFields") } : object;
}

/** `deployment.apps/web` */
export function objectName(object: JsonObject): string {
  const { apiVersion = "", kind = "", metadata } = object as Partial<KubernetesObject>;
  return `${qualifiedKind({ kind, group: splitApiVersion(apiVersion).group })}/${metadata?.name ?? ""}`;
}

function printNames(object: JsonObject): string {
  const items = object["items"];
  return Array.isArray(items) ? items.map((item) => printNames(item as JsonObject)).join("") : `${objectName(object)}\n`;
}

function templatePrinter(source: PrinterSource, format: string, argument: string | undefined): ObjectPrinter {
  const given = argument ?? source.arguments.text("template");
  if (given === "") throw new KubectlError(`template format specified but no template given`);
  const isFile = format.endsWith("file");
  const template = isFile ? contentOf(source, given, format) : given;
  const allowMissingKeys = source.arguments.flag("allow-missing-template-keys");
  if (format.startsWith("jsonpath")) return jsonPathPrinter(template, { allowMissingKeys, asJson: format === "jsonpath-as-json" });
  return goTemplatePrinter(template, allowMissingKeys);
}

function columnsPrinter(source: PrinterSource, format: string, argument: string | undefined): ObjectPrinter {
  const given = argument ?? source.arguments.text("template");
  if (given === "") throw new KubectlError("custom-columns format specified but no custom columns given");
  const spec = format === "custom-columns" ? given : specOfFile(contentOf(source, given, format));
  return customColumnsPrinter(spec, !source.arguments.flag("no-headers"));
}

/** A file has the headings on its first line and the paths on its second. */
function specOfFile(text: string): string {
  const [headers = [], paths = []] = text.split("\n").map((line) => line.split(/\s+/).filter((word) => word !== ""));
  if (headers.length !== paths.length) throw new KubectlError(`number of headers (${headers.length}) and field specifications (${paths.length}) don't match`);
  return headers.map((header, index) => `${header}:${paths[index]}`).join(",");
}

function contentOf({ readFile }: PrinterSource, path: string, format: string): string {
  const text = readFile(path);
  if (text === undefined) throw new KubectlError(`error reading --template ${path}, open ${path}: no such file or directory (${format})`);
  return text;
}
