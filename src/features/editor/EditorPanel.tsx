import { lazy, Suspense, useEffect, useState } from "react";
import { useCluster, useClusterStore, useSession } from "../../cluster/use-cluster.tsx";
import { CommandButton } from "../../components/Command.tsx";
import { PanelBoundary } from "../../components/PanelBoundary.tsx";
import { YamlText } from "../../components/YamlText.tsx";
import { useMedia } from "../../lib/use-media.ts";
import { ApplyResults } from "./ApplyResults.tsx";
import { ExamplesMenu } from "./ExamplesMenu.tsx";
import { FileTabs } from "./FileTabs.tsx";
import type { ServedSchema } from "./schema.ts";
import { useFindings } from "./use-findings.ts";
import "./editor.css";

const MonacoEditor = lazy(() => import("./MonacoEditor.tsx").then(({ MonacoEditor: Editor }) => ({ default: Editor })));

/** Where manifests are written and applied. */
export function EditorPanel({ readonly = false }: { readonly readonly?: boolean }) {
  return (
    <div className="editor">
      <div className="editor-bar">
        <FileTabs readonly={readonly} />
        {!readonly && <ExamplesMenu />}
        <CommandButton id="session.apply" look="primary" small text="Apply" stays />
      </div>
      <div className="editor-body">
        <PanelBoundary name="editor">
          <Text readonly={readonly} />
        </PanelBoundary>
      </div>
      <ApplyResults />
    </div>
  );
}

/** Until Monaco is there the text can be read already, and fingers get a plain field instead of it. */
function Text({ readonly }: { readonly readonly: boolean }) {
  const manifest = useCluster((state) => state.manifest);
  const file = useCluster((state) => state.openFile);
  const { setManifest, applyManifest, notify } = useClusterStore().getState();
  const session = useSession();
  const live = useCluster((state) => state.phase === "live");
  const wanted = useOnceLive(live);
  const findings = useFindings(manifest, !readonly);
  const touch = useMedia("(pointer: coarse)");
  if (touch && !readonly) return <textarea className="editor-text" aria-label="Manifest" value={manifest} spellCheck={false} autoCapitalize="off" autoCorrect="off" onChange={(event) => setManifest(event.target.value)} />;
  const preview = <YamlText text={manifest} label="Manifest" />;
  if (!wanted || touch) return preview;
  const apply = () => applyManifest().catch((error: unknown) => notify({ level: "error", message: error instanceof Error ? error.message : String(error) }));
  return (
    <Suspense fallback={preview}>
      <MonacoEditor text={manifest} file={file} readonly={readonly} onChange={setManifest} onApply={() => void apply()} schema={live ? () => session().schema() as Promise<ServedSchema> : undefined} findings={findings} />
    </Suspense>
  );
}

/** The cluster comes first, the editor is large; and once it is there, it stays through a restart. */
function useOnceLive(live: boolean): boolean {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(() => setWanted(true), 150);
    return () => clearTimeout(timer);
  }, [live]);
  return wanted;
}
