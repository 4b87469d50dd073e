import { Code, Copy, Download, RotateCcw, Send, Undo2 } from "lucide-react";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import type { Command } from "../../lib/command.ts";
import { manifestHash } from "../../lib/share-link.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import { startScenario } from "../start.ts";

/** What concerns the session as a whole. */
export function sessionCommands(store: ClusterStore): readonly Command[] {
  const state = () => store.getState();
  const always = () => true;
  const live = () => state().phase === "live";
  const copy = async (text: string, message: string) => {
    await navigator.clipboard.writeText(text);
    state().notify({ level: "done", message });
  };
  return [
    applyCommand(store),
    { id: "session.undo", group: "Session", icon: Undo2, shortcut: "Mod+Shift+z", title: () => "Undo the last action", applies: live, run: () => state().undo() },
    { id: "session.share", group: "Session", icon: Copy, title: () => "Copy a link to this manifest", applies: always, run: () => copy(linkTo("index.html", state().manifest), "Link copied. It carries the manifest in itself; nothing was uploaded.") },
    { id: "session.embed", group: "Session", icon: Code, title: () => "Copy code to embed this", applies: always, run: () => copy(embedCode(state().manifest), "Embed code copied.") },
    { id: "session.download", group: "Session", icon: Download, title: () => "Download the session (inputs and seed)", applies: live, run: async () => download("kubarium-session.json", JSON.stringify(await state().record(), null, 2)) },
    ...scenarios.map(
      (scenario): Command => ({
        id: `session.start-${scenario.id}`,
        group: "Session",
        icon: RotateCcw,
        title: () => `Start over: ${scenario.title}`,
        applies: always,
        run: () => startScenario(store, scenario),
      }),
    ),
  ];
}

/** What the editor is for. */
export const applyCommand = (store: ClusterStore): Command => ({
  id: "session.apply",
  group: "Session",
  icon: Send,
  shortcut: "Mod+Enter",
  title: () => "Apply the manifest",
  applies: () => store.getState().phase === "live",
  kubectl: () => `kubectl apply -f ${store.getState().openFile}`,
  run: () => store.getState().applyManifest(),
});

const linkTo = (page: "index.html" | "embed.html", manifest: string) => new URL(`${page === "index.html" ? "./" : page}#${manifestHash(manifest)}`, location.href.replace(/[^/]*([?#].*)?$/, "")).href;

const embedCode = (manifest: string) => `<iframe src="${linkTo("embed.html", manifest)}" width="700" height="450" style="border:0" loading="lazy" title="Kubernetes cluster" sandbox="allow-scripts allow-same-origin allow-popups"></iframe>`;

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
