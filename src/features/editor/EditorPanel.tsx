import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { CommandButton } from "../../components/Command.tsx";
import { ApplyResults } from "./ApplyResults.tsx";
import "./editor.css";

/** Where manifests are written and applied. */
export function EditorPanel({ readonly = false }: { readonly readonly?: boolean }) {
  const manifest = useCluster((state) => state.manifest);
  const { setManifest } = useClusterStore().getState();
  return (
    <div className="editor">
      <div className="editor-bar">
        <span className="editor-title">manifest.yaml</span>
        <CommandButton id="session.apply" look="primary" small text="Apply" />
      </div>
      <textarea className="editor-text" aria-label="Manifest" spellCheck={false} autoComplete="off" wrap="off" readOnly={readonly} value={manifest} onChange={(event) => setManifest(event.target.value)} />
      <ApplyResults />
    </div>
  );
}
