import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";

/** Verbs that the real kubectl has and that make no sense, or are not built yet, where this one runs. */
const verbs: readonly (readonly [name: string, summary: string, why: string])[] = [
  ["port-forward", "Forward one or more local ports to a pod", "a browser tab cannot listen on ports; use the page's browser panel, or kubectl exec"],
  ["proxy", "Run a proxy to the Kubernetes API server", "a browser tab cannot listen on ports; use kubectl get --raw"],
  ["cp", "Copy files and directories to and from containers", "there is no local file system to copy from; use kubectl exec"],
  ["debug", "Create debugging sessions for troubleshooting workloads and nodes", "ephemeral debugging sessions are not built yet; use kubectl exec"],
  ["kustomize", "Build a kustomization target from a directory or URL", "kustomize is not built in; build the manifests elsewhere"],
  ["plugin", "Provides utilities for interacting with plugins", "plugins are programs on a machine, of which there is none"],
  ["completion", "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)", "there is no shell; the terminal completes with the Tab key"],
  ["certificate", "Modify certificate resources", "certificate signing requests are not served by this cluster"],
];

export const unsupportedCommands: readonly Command[] = verbs.map(([name, summary, why]) => ({
  name,
  summary,
  usage: name,
  writes: false,
  flags: [],
  run: () => Promise.reject(new KubectlError(`${name} is not supported in the browser: ${why}`)),
}));
