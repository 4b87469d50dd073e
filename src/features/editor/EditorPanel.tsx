import { lazy, Suspense, useEffect, useState } from "react";
import { useCluster, useClusterStore, useSession } from "../../cluster/use-cluster.tsx";
import { CommandButton } from "../../components/Command.tsx";
import { PanelBoundary } from "../../components/PanelBoundary.tsx";
import { YamlText } from "../../components/YamlText.tsx";
import { ApplyResults } from "./ApplyResults.tsx";
import type { ServedSchema } from "./schema.ts";
import { useDryRun } from "./use-dry-run.ts";
import "./editor.css";

const MonacoEditor = lazy(() => import("./MonacoEditor.tsx").then(({ MonacoEditor: Editor }) => ({ default: Editor })));

/** Where manifests are written and applied. Until Monaco is there, the text can be read already. */
export function EditorPanel({ readonly = false }: { readonly readonly?: boolean }) {
  const manifest = useCluster((state) => state.manifest);
  const applied = useCluster((state) => state.applied);
  const live = useCluster((state) => state.phase === "live");
  const { setManifest, applyManifest } = useClusterStore().getState();
  const session = useSession();
  const wanted = useAfterPaint();
  const foreseen = useDryRun(manifest, !readonly);
  const preview = <YamlText text={manifest} label="Manifest" />;
  return (
    <div className="editor">
      <div className="editor-bar">
        <span className="editor-title">manifest.yaml</span>
        <CommandButton id="session.apply" look="primary" small text="Apply" />
      </div>
      <div className="editor-body">
        {wanted && live ? (
          <PanelBoundary name="editor">
            <Suspense fallback={preview}>
              <MonacoEditor
                text={manifest}
                readonly={readonly}
                onChange={setManifest}
                onApply={() => void applyManifest()}
                schema={() => session().schema() as Promise<ServedSchema>}
                findings={foreseen.length > 0 ? foreseen : (applied ?? foreseen)}
              />
            </Suspense>
          </PanelBoundary>
        ) : (
          preview
        )}
      </div>
      <p className="editor-hint">
        <kbd>Ctrl</kbd> <kbd>M</kbd> lets Tab leave the editor
      </p>
      <ApplyResults />
    </div>
  );
}

/** False for the first frames: the cluster comes first, the editor is large. */
function useAfterPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPainted(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return painted;
}
