import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/yaml/register";
import { configureMonacoYaml } from "monaco-yaml";
import { defineThemes } from "./monaco-themes.ts";
import { manifestSchema, type ServedSchema } from "./schema.ts";

export { monaco };

defineThemes(monaco.editor);
self.MonacoEnvironment = { getWorker: () => new Worker(new URL("./editor.worker.ts", import.meta.url), { type: "module" }) };

/**
 * Monaco wants to be handed the worker itself, and monaco-yaml still describes it by name; this stands
 * between them (see monaco-yaml's issue tracker on Monaco 0.55 and later).
 */
const forYaml = new Proxy(monaco, {
  get(target, name) {
    return name === "editor" ? yamlEditor : Reflect.get(target, name);
  },
});

interface WorkerOptions {
  readonly createData?: unknown;
  readonly host?: Record<string, (...args: unknown[]) => unknown>;
  readonly keepIdleModels?: boolean;
}

const yamlEditor = new Proxy(monaco.editor, {
  get: (target, name) => (name === "createWebWorker" ? createYamlWorker : Reflect.get(target, name)),
});

function createYamlWorker({ createData, host, keepIdleModels }: WorkerOptions) {
  const worker = new Worker(new URL("./yaml.worker.ts", import.meta.url), { type: "module" });
  worker.postMessage("ignore");
  worker.postMessage(createData);
  return monaco.editor.createWebWorker({ worker, ...(host !== undefined && { host }), ...(keepIdleModels !== undefined && { keepIdleModels }) });
}

let configured = false;

/** Teaches the editor the kinds of the cluster: completion, hover and diagnostics. */
export function teachKinds(served: ServedSchema): void {
  if (configured) return;
  configured = true;
  configureMonacoYaml(forYaml, {
    isKubernetes: true,
    enableSchemaRequest: false,
    schemas: [{ uri: "https://kubarium.invalid/manifest.json", fileMatch: ["**/*"], schema: manifestSchema(served) }],
  });
}

/** The theme of the page at the moment, for the editor. */
export const themeName = () => (document.documentElement.dataset.theme === "dark" ? "kubarium-dark" : "kubarium-light");
