import type { ManifestFile } from "../../cluster/files-slice.ts";
import { wordsOf } from "./command-line.ts";

/** What the terminal's own commands may look at. */
export interface LocalContext {
  readonly files: () => readonly ManifestFile[];
  readonly history: () => readonly string[];
  readonly clear: () => void;
}

export interface LocalResult {
  readonly output: string;
  readonly code: number;
}

type LocalCommand = (args: readonly string[], context: LocalContext) => LocalResult;

const fine = (output: string): LocalResult => ({ output, code: 0 });
const wrong = (output: string, code = 1): LocalResult => ({ output: `${output}\n`, code });

const localCommands: Readonly<Record<string, LocalCommand>> = {
  help: () => fine(help),
  clear(_args, { clear }) {
    clear();
    return fine("");
  },
  history: (_args, { history }) => fine(history().map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`).join("")),
  echo: (args) => fine(`${args.join(" ")}\n`),
  ls: (_args, { files }) => fine(files().map(({ name }) => `${name}\n`).join("")),
  cat(args, { files }) {
    const missing = args.find((arg) => !files().some(({ name }) => name === arg));
    if (missing !== undefined) return wrong(`cat: ${missing}: No such file or directory`);
    return fine(args.map((arg) => withNewline(files().find(({ name }) => name === arg)?.text ?? "")).join(""));
  },
};

/** What can stand at the beginning of a line. */
export const commandNames: readonly string[] = ["kubectl", ...Object.keys(localCommands)];

/** Runs one of the terminal's own commands, or says what there is instead of what was asked for. */
export function runLocally(command: string, context: LocalContext): LocalResult {
  const [name = "", ...args] = wordsOf(command);
  return Object.hasOwn(localCommands, name) ? localCommands[name]!(args, context) : wrong(`${name}: command not found. ${instead[name] ?? "Here are kubectl and a few words that `help' lists."}`, 127);
}

/** What people type after courses that had another machine. */
const instead: Readonly<Record<string, string>> = {
  curl: "Requests go out from the Requests tab, or from a pod: kubectl run curl --image=curlimages/curl --rm -it --restart=Never -- curl http://web",
  wget: "Requests go out from the Requests tab, or from a pod: kubectl run box --image=busybox --rm -it --restart=Never -- wget -qO- http://web",
  minikube: "The cluster of this page runs already; kubectl get nodes shows it.",
  kind: "The cluster of this page runs already; kubectl get nodes shows it.",
  docker: "Images are programs of this page, there is nothing to build or pull by hand.",
  helm: "Render the chart elsewhere, and paste the manifests into the editor.",
  kubens: "kubectl config set-context --current --namespace=NAME does the same.",
  kubectx: "There is one context here: this page's cluster.",
  watch: "kubectl get pods -w follows changes.",
  vi: "Files are edited in the editor at the left.",
  vim: "Files are edited in the editor at the left.",
  nano: "Files are edited in the editor at the left.",
};

const withNewline = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

const help = `kubectl COMMAND      everything about the cluster; k is short for kubectl
ls, cat FILE         the files of the editor: kubectl apply -f FILE
history, clear, echo

A line can go on: | grep web   | head -n 5   | sort   | wc -l   > pods.yaml   && kubectl get pods
Tab completes, on an empty line it leaves the terminal; Shift+Tab always does.
Up and Down walk through earlier lines, Ctrl+R searches them, Ctrl+C stops a command.
`;
