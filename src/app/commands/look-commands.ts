import { CircleHelp, FileCode, FileText, PenLine, ScrollText, SquareTerminal } from "lucide-react";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import type { InspectorTab } from "../../cluster/view-slice.ts";
import type { Command } from "../../lib/command.ts";
import { splitKey, type Target } from "../../lib/object-key.ts";
import { shortKindOf } from "../../lib/resources.ts";
import { inNamespace } from "./kubectl-text.ts";

/** Ways to look closer at one object. */
export function lookCommands(store: ClusterStore): readonly Command[] {
  const some = (target: Target | undefined): target is Target => target !== undefined;
  const isPod = (target: Target | undefined): target is Target => target?.resource === "pods";
  const tab = (name: InspectorTab) => (target: Target | undefined) => store.getState().select(target, name);
  const words = (verb: string) => (target: Target | undefined) =>
    target === undefined ? undefined : `kubectl ${verb} ${shortKindOf(target.resource)} ${splitKey(target.key).name}${inNamespace(target)}`;
  const podName = (target: Target) => `${splitKey(target.key).name}${inNamespace(target)}`;
  const inTerminal = (line: (target: Target) => string) => (target: Target | undefined) => {
    if (target !== undefined) store.getState().requestTerminal(line(target));
  };
  return [
    { id: "look.why", group: "Look", icon: CircleHelp, shortcut: "w", title: () => "Why?", applies: some, run: tab("why") },
    { id: "look.describe", group: "Look", icon: FileText, shortcut: "d", title: () => "Describe", applies: some, kubectl: words("describe"), run: inTerminal((target) => words("describe")(target) ?? "") },
    { id: "look.yaml", group: "Look", icon: FileCode, shortcut: "y", title: () => "Show YAML", applies: some, kubectl: (target) => (some(target) ? `${words("get")(target) ?? ""} -o yaml` : undefined), run: tab("yaml") },
    { id: "look.logs", group: "Look", icon: ScrollText, shortcut: "l", title: () => "Logs", applies: isPod, kubectl: (target) => (isPod(target) ? `kubectl logs -f ${podName(target)}` : undefined), run: tab("logs") },
    {
      id: "look.shell",
      group: "Look",
      icon: SquareTerminal,
      shortcut: "s",
      title: () => "Open a shell",
      applies: isPod,
      kubectl: (target) => (isPod(target) ? `kubectl exec -it ${podName(target)} -- sh` : undefined),
      run: inTerminal((target) => `kubectl exec -it ${podName(target)} -- sh`),
    },
    {
      id: "look.edit",
      group: "Look",
      icon: PenLine,
      shortcut: "e",
      title: () => "Edit its YAML",
      applies: some,
      kubectl: words("edit"),
      async run(target) {
        if (target !== undefined) store.getState().setManifest(await store.link.session().yaml(target.resource, target.key));
      },
    },
  ];
}
