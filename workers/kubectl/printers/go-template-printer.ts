import { FormatError } from "../../apimachinery/format-error.ts";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import { KubectlError } from "../kubectl-error.ts";
import { executeTemplate } from "./go-template/execute-template.ts";
import { parseTemplate } from "./go-template/parse-template.ts";
import type { Templates } from "./go-template/template-node.ts";

/** Fills in a Go template. */
export function goTemplatePrinter(template: string, allowMissingKeys: boolean): (object: JsonObject) => string {
  const templates = parse(template);
  return (object) => {
    try {
      return executeTemplate(templates, object, allowMissingKeys);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new KubectlError(`error executing template ${JSON.stringify(template)}: ${error.message}`);
    }
  };
}

function parse(template: string): Templates {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(`error parsing template ${template}, ${error.message}`);
    throw error;
  }
}
