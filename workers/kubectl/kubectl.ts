import type { JsonObject } from "../apimachinery/json-value.ts";
import { type KubernetesObject, type ObjectKey, splitKey } from "../apimachinery/object.ts";
import { commands } from "./commands/commands.ts";
import { Api } from "./api.ts";
import { describe } from "./describers/describers.ts";
import type { KubectlEnvironment } from "./environment.ts";
import { KubectlError } from "./kubectl-error.ts";
import { errorText } from "./error-text.ts";
import { findCommand } from "./find-command.ts";
import { withoutManagedFields } from "./printers/object-printer.ts";
import { toYaml } from "./printers/yaml.ts";
import { runWords } from "./run-command.ts";
import { splitWords } from "./words.ts";

/*
 * kubectl: the command line of Kubernetes. It knows the server only through its API: it asks which resources there are,
 * lets the server make the tables that it prints, and sends the patches that the real one sends. One verb is one file in
 * commands/. Left out are plugins, kustomize, kubeconfig files, and what needs the person's own machine: port-forward,
 * proxy, cp. Pipes and redirections belong to a shell, which is not here.
 */

export { applyManifest, type ApplyOutcome } from "./apply/apply-manifest.ts";
export { completeKubectl } from "./completion.ts";
export type { KubectlEnvironment } from "./environment.ts";

/** Runs one line of kubectl; the word kubectl (or k) in front may be left out. Resolves with the exit code, 130 after Ctrl-C. */
export function runKubectl(line: string | readonly string[], environment: KubectlEnvironment): Promise<number> {
  let words: readonly string[];
  try {
    words = wordsOf(line);
  } catch (error) {
    environment.stderr(`${errorText(error)?.text ?? String(error)}\n`);
    return Promise.resolve(1);
  }
  return new Promise((resolve, reject) => {
    const forget = environment.lifetime.onEnd(() => resolve(130));
    runWords(words, environment).then(
      (code) => {
        forget();
        resolve(code);
      },
      (error: unknown) => {
        forget();
        reject(error as Error);
      },
    );
  });
}

/** False for lines that can only read. */
export function mayWrite(line: string | readonly string[]): boolean {
  try {
    const call = findCommand(wordsOf(line), commands);
    return call.type === "command" && call.command.writes;
  } catch (error) {
    if (error instanceof KubectlError) return false;
    throw error;
  }
}

/** An object as `kubectl get -o yaml` prints it. */
export const objectYaml = (object: object): string => toYaml(withoutManagedFields(object as JsonObject));

/** What `kubectl describe` says about one object; `resource` is a name such as pods or deployments.apps. */
export async function describeObject(resource: string, key: ObjectKey, environment: KubectlEnvironment): Promise<string> {
  const api = new Api(environment);
  const object: KubernetesObject = await api.get(await api.resourceFor(resource), splitKey(key));
  return describe(object, { client: api.client, now: environment.clock.now(), showEvents: true });
}

function wordsOf(line: string | readonly string[]): readonly string[] {
  const words = typeof line === "string" ? splitWords(line) : line;
  return words[0] === "kubectl" || words[0] === "k" ? words.slice(1) : words;
}
