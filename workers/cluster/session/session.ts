import { definitions } from "../../api/schema.ts";
import { allResources, resourceNamed } from "../../api/kinds.ts";
import { splitKey, type KubernetesObject } from "../../apimachinery/object.ts";
import type { ApiRequest, ApiResponse } from "../../apimachinery/wire.ts";
import { present } from "../../base/assert.ts";
import { ConnectionError } from "../../client/transport.ts";
import { objectPath } from "../../client/request-path.ts";
import { completeKubectl, describeObject, mayWrite, objectYaml } from "../../kubectl/kubectl.ts";
import type { Delta } from "../../protocol/delta.ts";
import type { Action, ApplyResult, Session, SessionRecord, SessionSettings, TerminalSink } from "../../protocol/session.ts";
import { Lifetime } from "../../sim/lifetime.ts";
import { perform } from "./actions.ts";
import { Playground, type World } from "./playground.ts";
import { settingsOf } from "./settings.ts";

/** Nobody listens: for looks whose output is the returned value. */
const noSink: TerminalSink = { write() {}, exit() {} };

/** What the page may ask of the worker, answered by one playground at a time. */
export function createSession(world: World): Session {
  let current: Playground | undefined;
  const playground = () => present(current, "no session is open");

  return {
    async open(source: SessionSettings | SessionRecord, listener: (delta: Delta) => void) {
      current?.close();
      current = new Playground(settingsOf(source), world, listener);
      await current.open(source);
    },
    async close() {
      current?.close();
      current = undefined;
    },

    pause: async () => playground().pause(),
    resume: async (speed) => playground().resume(speed),
    step: async () => playground().step(),
    runUntilSettled: () => playground().runUntilSettled(),
    runFor: (duration) => playground().runFor(duration),

    apply: (manifest) => playground().act({ type: "apply", manifest }, (input) => playground().operator.apply(manifest, input)),
    dryRun: (manifest) => dryRun(playground(), manifest),
    act: (action) => act(playground(), action),
    kubectl: (line, files, sink) => playground().command(line, mayWrite(line), { files, sink }),
    complete: (line) => completeKubectl(line, lookingGlass(playground())),

    get: (request) => get(playground(), request),
    yaml: async (resource, key) => objectYaml(await read(playground(), resource, key)),
    describe: (resource, key) => describeObject(resource, key, lookingGlass(playground())),
    logs: (pod, container, sink) => playground().command(logsLine(pod, container), false, { files: {}, sink }),
    story: async (resource, key) => playground().chronicle.story(resource, key),
    scheduling: async (pod) => playground().cluster.decisions(pod),
    requests: async () => playground().cluster.requests(),

    record: async () => playground().record(),
    fingerprint: async (until) => playground().chronicle.fingerprint(until),
    async schema() {
      await world.descriptions?.();
      return { definitions, kinds: allResources().map(({ group, version, kind, definition }) => ({ group, version, kind, definition })) };
    },
  };
}

/** An environment in which nothing is written. */
const lookingGlass = ({ operator }: Playground) => operator.environment({ input: undefined, sink: noSink, files: {}, lifetime: new Lifetime() });

async function act(playground: Playground, action: Action) {
  if (action.type === "apply") {
    const results = await playground.act(action, (input) => playground.operator.apply(action.manifest, input));
    return { ok: results.every(({ outcome }) => outcome !== "error"), message: results.map(({ message }) => message).join("\n"), kubectl: "kubectl apply -f -" };
  }
  if (action.type === "kubectl") {
    await playground.command(action.line, true, { files: action.files ?? {}, sink: noSink });
    return { ok: true, message: action.line, kubectl: action.line };
  }
  return playground.act(action, (input) => perform(action, { cluster: playground.cluster, client: playground.operator.client(input) }));
}

/** What an apply would do, and what is wrong with it; nothing changes. */
async function dryRun(playground: Playground, manifest: string): Promise<readonly ApplyResult[]> {
  let results: Promise<readonly ApplyResult[]> | undefined;
  await playground.inputs.visit(() => (results = playground.operator.apply(manifest, undefined, true)));
  return present(results, "an admitted look has been carried out");
}

async function get(playground: Playground, request: ApiRequest): Promise<ApiResponse> {
  try {
    return await playground.operator.transport.handle({ ...request, method: "GET" });
  } catch (error) {
    if (error instanceof ConnectionError) return { status: 503, headers: {}, body: error.message };
    throw error;
  }
}

/** The object as the API server has it; as a last resort the error in words. */
async function read(playground: Playground, resource: string, key: string): Promise<KubernetesObject> {
  const { body, status } = await get(playground, { method: "GET", path: objectPath(present(resourceNamed(resource), `no resource ${resource}`), splitKey(key)) });
  if (status >= 400) throw new Error(typeof body === "string" ? body : String((body as { readonly message?: string }).message));
  return body as KubernetesObject;
}

function logsLine(pod: string, container: string): string {
  const { namespace = "default", name } = splitKey(pod);
  return `kubectl logs ${name} -n ${namespace} -c ${container} --tail=1000 -f`;
}
