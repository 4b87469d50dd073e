import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { markersOf, options } from "./monaco-options.ts";
import { monaco, teachKinds, themeName } from "./monaco.ts";
import type { ServedSchema } from "./schema.ts";
import { isMac, TabStrip } from "./TabStrip.tsx";
import type { Findings } from "./use-findings.ts";

export interface MonacoEditorProps {
  readonly text: string;
  /** The name of the file; each file keeps its own undo history and place. */
  readonly file: string;
  readonly readonly: boolean;
  readonly onChange: (text: string) => void;
  readonly onApply: () => void;
  /** Absent while there is no cluster to ask. */
  readonly schema: (() => Promise<ServedSchema>) | undefined;
  /** What the last apply or dry run said, to be shown at its lines. */
  readonly findings: Findings;
}

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Monaco with the cluster's own kinds. It keeps its text in step with the store, in both directions. */
export function MonacoEditor(props: MonacoEditorProps) {
  const { text, file, findings, schema } = props;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  const views = useRef(new Map<string, monaco.editor.ICodeEditorViewState | null>());
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const [tabLeaves, setTabLeaves] = useState(false);

  useEffect(() => {
    const created = monaco.editor.create(place.current!, { ...options, model: null, readOnly: latest.current.readonly, theme: themeName() });
    editor.current = created;
    created.onDidChangeModelContent(() => {
      const written = created.getValue();
      if (created.getModel()?.uri.path === `/${latest.current.file}` && written !== latest.current.text) latest.current.onChange(written);
    });
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => latest.current.onApply());
    // Monaco's own command does the same without telling anybody.
    created.addAction({
      id: "kubarium.tab-leaves",
      label: "Toggle whether Tab leaves the editor",
      keybindings: [isMac ? monaco.KeyMod.WinCtrl | monaco.KeyMod.Shift | monaco.KeyCode.KeyM : monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyM],
      run() {
        const leaves = !created.getOption(monaco.editor.EditorOption.tabFocusMode);
        created.updateOptions({ tabFocusMode: leaves });
        setTabLeaves(leaves);
      },
    });
    const themes = new MutationObserver(() => monaco.editor.setTheme(themeName()));
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      themes.disconnect();
      created.dispose();
      for (const model of monaco.editor.getModels()) model.dispose();
    };
  }, []);

  useEffect(() => {
    const shown = editor.current;
    if (shown === undefined) return;
    const places = views.current;
    shown.setModel(modelOf(file, latest.current.text));
    shown.restoreViewState(places.get(file) ?? null);
    return () => void places.set(file, shown.saveViewState());
  }, [file]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model?.uri.path === `/${file}` && model.getValue() !== text) model.setValue(text);
  }, [text, file]);

  useEffect(() => {
    const model = monaco.editor.getModel(uriOf(findings.file));
    if (model !== null) monaco.editor.setModelMarkers(model, "cluster", findings.results.flatMap((result) => markersOf(result, model)));
  }, [findings]);

  const known = schema !== undefined;
  useEffect(() => {
    if (known) void latest.current.schema?.().then(teachKinds, () => {});
  }, [known]);

  return (
    <>
      <div ref={place} className="editor-monaco" />
      {!props.readonly && <TabStrip leaves={tabLeaves} />}
    </>
  );
}

const uriOf = (file: string) => monaco.Uri.parse(`file:///${file}`);

function modelOf(file: string, text: string): monaco.editor.ITextModel {
  return monaco.editor.getModel(uriOf(file)) ?? monaco.editor.createModel(text, "yaml", uriOf(file));
}
