import type { ApplyResult } from "../../../workers/protocol/session.ts";
import { monaco } from "./monaco.ts";

/** How the editor looks and feels; its metrics are those of the text that stands in before it has come. */
export const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  ariaLabel: "Manifest",
  automaticLayout: true,
  fontFamily: "ui-monospace, 'SF Mono', SFMono-Regular, 'JetBrains Mono', 'Cascadia Code', Menlo, Consolas, 'Noto Sans Mono', 'DejaVu Sans Mono', monospace",
  fontSize: 12.5,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 10,
  glyphMargin: false,
  folding: true,
  bracketPairColorization: { enabled: false },
  minimap: { enabled: false },
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  wordBasedSuggestions: "off",
  quickSuggestions: { strings: true, other: true, comments: false },
  fixedOverflowWidgets: true,
  padding: { top: 10, bottom: 10 },
  renderLineHighlight: "line",
  // The number of an empty last line would be too faint to read.
  renderFinalNewline: "on",
  renderLineHighlightOnlyWhenFocus: true,
  stickyScroll: { enabled: false },
  // Dropped files open as tabs, which the page does.
  dropIntoEditor: { enabled: false },
  unicodeHighlight: { ambiguousCharacters: false },
  // The page scrolls past the editor: an embed must never swallow the wheel.
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
};

/** What the API server said to one document, as marks at its line. */
export function markersOf({ outcome, message, line, errorLine, warnings }: ApplyResult, model: monaco.editor.ITextModel): monaco.editor.IMarkerData[] {
  const at = Math.min(Math.max(1, errorLine ?? line), model.getLineCount());
  const mark = (text: string, severity: monaco.MarkerSeverity): monaco.editor.IMarkerData => ({
    severity,
    message: text,
    source: "cluster",
    startLineNumber: at,
    endLineNumber: at,
    startColumn: model.getLineFirstNonWhitespaceColumn(at) || 1,
    endColumn: Math.max(2, model.getLineLastNonWhitespaceColumn(at)),
  });
  return [...(outcome === "error" ? [mark(message, monaco.MarkerSeverity.Error)] : []), ...warnings.map((warning) => mark(warning, monaco.MarkerSeverity.Warning))];
}
