import { FormatError } from "../../apimachinery/format-error.ts";
import { JsonPath, type JsonPathOptions } from "../../apimachinery/jsonpath.ts";
import { goPrint, type JsonObject } from "../../apimachinery/json-value.ts";
import { KubectlError } from "../kubectl-error.ts";

/** Fills in a JSONPath template. */
export function jsonPathPrinter(template: string, options: JsonPathOptions): (object: JsonObject) => string {
  const path = parse(template);
  return (object) => {
    try {
      return path.print(object, options);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      const details = `Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goPrint(object)}\n\n`;
      throw new KubectlError(`error executing jsonpath ${JSON.stringify(template)}: ${details}`);
    }
  };
}

function parse(template: string): JsonPath {
  try {
    return new JsonPath(template);
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(`error parsing jsonpath ${template}, ${error.message}`);
    throw error;
  }
}
