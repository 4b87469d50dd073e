import { useEffect, useRef } from "react";
import type { ApplyResult } from "../../../workers/protocol/session.ts";
import { defineThemes, monaco, teachKinds } from "./monaco.ts";
import type { ServedSchema } from "./schema.ts";

export interface MonacoEditorProps {
  readonly text: string;
  readonly readonly: boolean;
  readonly onChange: (text: string) => void;
  readonly onApply: () => void;
  /** Resolves once the cluster is there to ask. */
  readonly schema: () => Promise<ServedSchema>;
  /** What the last apply or dry run said, to be shown at its lines. */
  readonly findings: readonly ApplyResult[];
}

const modelUri = monaco.Uri.parse("file:///manifest.yaml");

/** Monaco with the cluster's own kinds. It keeps its text in step with the store, in both directions. */
export function MonacoEditor(props: MonacoEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    defineThemes();
    const model = monaco.editor.getModel(modelUri) ?? monaco.editor.createModel(latest.current.text, "yaml", modelUri);
    const created = monaco.editor.create(place.current!, { ...options, model, readOnly: latest.current.readonly, theme: themeName() });
    editor.current = created;
    const changes = model.onDidChangeContent(() => latest.current.onChange(model.getValue()));
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => latest.current.onApply());
    const themes = new MutationObserver(() => monaco.editor.setTheme(themeName()));
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    void latest.current.schema().then(teachKinds, () => {});
    return () => {
      themes.disconnect();
      changes.dispose();
      created.dispose();
      model.dispose();
    };
  }, []);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model !== null && model !== undefined && model.getValue() !== props.text) model.setValue(props.text);
  }, [props.text]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model !== null && model !== undefined) monaco.editor.setModelMarkers(model, "cluster", props.findings.flatMap((finding) => markersOf(finding, model)));
  }, [props.findings]);

  return <div ref={place} className="editor-monaco" />;
}

const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  ariaLabel: "Manifest",
  automaticLayout: true,
  fontFamily: "ui-monospace, SFMono-Regular, Menlo, 'DejaVu Sans Mono', monospace",
  fontSize: 12.5,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  tabSize: 2,
  wordBasedSuggestions: "off",
  quickSuggestions: { strings: true, other: true, comments: false },
  fixedOverflowWidgets: true,
  padding: { top: 10 },
  renderLineHighlight: "line",
  stickyScroll: { enabled: false },
  // The page scrolls past the editor: an embed must never swallow the wheel.
  scrollbar: { alwaysConsumeMouseWheel: false },
};

const themeName = () => (document.documentElement.dataset.theme === "dark" ? "kubarium-dark" : "kubarium-light");

function markersOf({ outcome, message, line, errorLine, warnings }: ApplyResult, model: monaco.editor.ITextModel): monaco.editor.IMarkerData[] {
  const at = Math.min(Math.max(1, errorLine ?? line), model.getLineCount());
  const mark = (text: string, severity: monaco.MarkerSeverity): monaco.editor.IMarkerData => ({
    severity,
    message: text,
    source: "cluster",
    startLineNumber: at,
    endLineNumber: at,
    startColumn: model.getLineFirstNonWhitespaceColumn(at) || 1,
    endColumn: model.getLineMaxColumn(at),
  });
  return [...(outcome === "error" ? [mark(message, monaco.MarkerSeverity.Error)] : []), ...warnings.map((warning) => mark(warning, monaco.MarkerSeverity.Warning))];
}
