import { useEffect } from "react";
import type { ClusterStore } from "../cluster/cluster-store.ts";
import type { ManifestFile } from "../cluster/files-slice.ts";

/** YAML that is pasted outside of any field goes into the editor; files that are dropped anywhere open as tabs. */
export function useDroppedManifests(store: ClusterStore): void {
  useEffect(() => {
    const take = (text: string) => {
      if (!looksLikeManifest(text)) return false;
      store.getState().setManifest(text);
      store.getState().notify({ level: "info", message: "The manifest is in the editor. Apply it when you are ready." });
      return true;
    };
    const open = (files: readonly ManifestFile[]) => {
      const manifests = files.filter(({ text }) => looksLikeManifest(text));
      store.getState().addFiles(manifests);
      const others = files.filter((file) => !manifests.includes(file)).map(({ name }) => name);
      if (others.length > 0) store.getState().notify({ level: "error", message: `No Kubernetes manifest: ${others.join(", ")}` });
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea, [contenteditable], .monaco-editor, .xterm") !== null) return;
      if (take(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void Promise.all(files.map(async (file) => ({ name: file.name.replace(/[^A-Za-z0-9._-]+/g, "-"), text: await file.text() }))).then(open);
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
