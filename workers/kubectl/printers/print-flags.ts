import type { Flag } from "../flag.ts";

/** Flags that choose how objects are printed, for every command that prints what it made. */
export const printFlags: readonly Flag[] = [
  { name: "output", short: "o", type: "string", help: "Output format. One of: (json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file)." },
  { name: "template", type: "string", help: "Template, or its file, for -o go-template and -o go-template-file." },
  { name: "allow-missing-template-keys", type: "boolean", default: "true", help: "A field that is missing is no error in a template. Only for go-template and jsonpath." },
  { name: "show-managed-fields", type: "boolean", help: "Keep metadata.managedFields in JSON and YAML." },
];
