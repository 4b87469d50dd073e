import type { editor } from "monaco-editor/editor";

const light = {
  "editor.background": "#ffffff",
  "editor.foreground": "#15171c",
  "editorLineNumber.foreground": "#5f6672",
  "editorLineNumber.activeForeground": "#15171c",
  "editor.lineHighlightBackground": "#f6f7f9",
  "editor.lineHighlightBorder": "#00000000",
  "editor.selectionBackground": "#dcdafb",
  "editor.inactiveSelectionBackground": "#ebeafd",
  "editorIndentGuide.background1": "#eceef1",
  "editorIndentGuide.activeBackground1": "#c8ccd4",
  "editorCursor.foreground": "#4f46d8",
  "editorError.foreground": "#cc1f4c",
  "editorWarning.foreground": "#b97a00",
  "editorWidget.background": "#ffffff",
  "editorWidget.border": "#d9dce2",
  "editorSuggestWidget.selectedBackground": "#efeefd",
  "editorSuggestWidget.selectedForeground": "#15171c",
  "editorSuggestWidget.highlightForeground": "#4f46d8",
  "editorSuggestWidget.focusHighlightForeground": "#4f46d8",
  "editorOverviewRuler.border": "#00000000",
  "scrollbarSlider.background": "#d9dce2aa",
  focusBorder: "#4f46d8",
};

const dark: typeof light = {
  "editor.background": "#121418",
  "editor.foreground": "#eceef2",
  "editorLineNumber.foreground": "#8a919e",
  "editorLineNumber.activeForeground": "#eceef2",
  "editor.lineHighlightBackground": "#191c21",
  "editor.lineHighlightBorder": "#00000000",
  "editor.selectionBackground": "#35326e",
  "editor.inactiveSelectionBackground": "#2a2850",
  "editorIndentGuide.background1": "#22262d",
  "editorIndentGuide.activeBackground1": "#414853",
  "editorCursor.foreground": "#a6a1ff",
  "editorError.foreground": "#ff5c83",
  "editorWarning.foreground": "#f0b429",
  "editorWidget.background": "#1a1d23",
  "editorWidget.border": "#2e333c",
  "editorSuggestWidget.selectedBackground": "#2b2952",
  "editorSuggestWidget.selectedForeground": "#eceef2",
  "editorSuggestWidget.highlightForeground": "#a6a1ff",
  "editorSuggestWidget.focusHighlightForeground": "#a6a1ff",
  "editorOverviewRuler.border": "#00000000",
  "scrollbarSlider.background": "#2e333caa",
  focusBorder: "#8f88ff",
};

/** The page's colours for the editor: the same as those of the text that stands in before it has come. */
export function defineThemes({ defineTheme }: Pick<typeof editor, "defineTheme">): void {
  defineTheme("kubarium-light", { base: "vs", inherit: true, colors: light, rules: rules({ key: "4038b8", word: "15171c", quoted: "14704a", number: "a0480a", comment: "5d6370" }) });
  defineTheme("kubarium-dark", { base: "vs-dark", inherit: true, colors: dark, rules: rules({ key: "b3aeff", word: "eceef2", quoted: "7fd8ac", number: "f3ab6d", comment: "9ba2af" }) });
}

/** Unquoted words are tokens of strings too, so only what stands in quotes gets the colour of strings. */
const rules = ({ key, word, quoted, number, comment }: Readonly<Record<"key" | "word" | "quoted" | "number" | "comment", string>>): editor.ITokenThemeRule[] => [
  { token: "type", foreground: key },
  { token: "string.yaml", foreground: word },
  { token: "string.escape", foreground: quoted },
  { token: "number", foreground: number },
  { token: "keyword", foreground: number },
  { token: "comment", foreground: comment, fontStyle: "italic" },
  { token: "operators", foreground: comment },
  { token: "delimiter", foreground: comment },
];
