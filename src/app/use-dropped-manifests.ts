import { useEffect } from "react";
import type { ClusterStore } from "../cluster/cluster-store.ts";

/** YAML that is pasted outside of any field, or dropped as a file anywhere, goes into the editor. */
export function useDroppedManifests(store: ClusterStore): void {
  useEffect(() => {
    const take = (text: string) => {
      if (!looksLikeManifest(text)) return false;
      store.getState().setManifest(text);
      store.getState().notify({ level: "info", message: "The manifest is in the editor. Apply it when you are ready." });
      return true;
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea, [contenteditable], .monaco-editor, .xterm") !== null) return;
      if (take(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void Promise.all(files.map((file) => file.text())).then((texts) => take(texts.join("\n---\n")));
    };
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
    };
    window.addEventListener("paste", onPaste);
    window.addEventListener("drop", onDrop);
    window.addEventListener("dragover", onDragOver);
    return () => {
      window.removeEventListener("paste", onPaste);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("dragover", onDragOver);
    };
  }, [store]);
}

/** Kubernetes objects name their version and kind, in YAML as in JSON. */
export const looksLikeManifest = (text: string) => /(^|[\n{,])\s*"?apiVersion"?\s*:/.test(text) && /(^|[\n{,])\s*"?kind"?\s*:/.test(text);
