import type { JsonObject } from "../../apimachinery/json-value.ts";
import { KubectlError } from "../kubectl-error.ts";

/** Fills in a Go template. */
export function goTemplatePrinter(_template: string, _allowMissingKeys: boolean): (object: JsonObject) => string {
  throw new KubectlError("go-template output is not supported yet");
}
