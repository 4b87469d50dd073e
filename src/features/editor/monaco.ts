import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/yaml/register";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import { configureMonacoYaml } from "monaco-yaml";
import YamlWorker from "./yaml.worker.ts?worker";
import { manifestSchema, type ServedSchema } from "./schema.ts";

export { monaco };

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

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
  const worker = new YamlWorker();
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
    schemas: [{ uri: "https://kubarium.invalid/manifest.json", fileMatch: ["**/*.yaml"], schema: manifestSchema(served) }],
  });
}

/** Colours of the page for the editor. */
export function defineThemes(): void {
  monaco.editor.defineTheme("kubarium-light", { base: "vs", inherit: true, rules: [{ token: "type", foreground: "4338ca" }, { token: "string", foreground: "0f6b43" }, { token: "number", foreground: "a14a00" }], colors: { "editor.background": "#ffffff" } });
  monaco.editor.defineTheme("kubarium-dark", { base: "vs-dark", inherit: true, rules: [{ token: "type", foreground: "a5b4fc" }, { token: "string", foreground: "86d9ae" }, { token: "number", foreground: "f2b07a" }], colors: { "editor.background": "#12141a" } });
}
