import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { runKubectl } from "../kubectl/kubectl.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createRandom } from "../sim/random.ts";
import { createHttpTransport } from "./http-transport.ts";
import { type Connection, readKubeconfig } from "./kubeconfig.ts";
import { wallClock } from "./wall-clock.ts";

/** The same kubectl as in the page, as a program of its own: `npm run kubectl -- --server http://127.0.0.1:8001 get pods`. */
async function main(args: readonly string[]): Promise<number> {
  const { server, kubeconfig, rest } = takeOwnFlags(args);
  const connection = connect(server, kubeconfig);
  const lifetime = new Lifetime();
  process.once("SIGINT", () => lifetime.end());
  return runKubectl(rest, {
    transport: createHttpTransport(connection.server),
    clock: wallClock,
    random: createRandom(`kubectl/${Date.now()}`),
    lifetime,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    stdin: readStandardInput,
    readFile: (path) => (existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : undefined),
    listFiles: () => readdirSync(".", { recursive: true, encoding: "utf8" }),
    settings: { namespace: connection.namespace, server: connection.server.url },
    cause: { actor: "you" },
  });
}

/** The flags that say where the server is; everything else is kubectl's own. */
function takeOwnFlags(args: readonly string[]) {
  const own: Record<string, string> = {};
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [, name, value] = /^(?:--(server|kubeconfig)|-s)(?:=(.*))?$/.exec(args[index] as string) ?? [];
    const isOwn = name !== undefined || args[index] === "-s";
    if (isOwn) own[name ?? "server"] = value ?? args[++index] ?? "";
    else rest.push(args[index] as string);
  }
  return { server: own["server"], kubeconfig: own["kubeconfig"], rest };
}

function connect(server: string | undefined, kubeconfig: string | undefined): Connection {
  if (server !== undefined) return { server: { url: server }, namespace: "default" };
  const path = kubeconfig ?? process.env["KUBECONFIG"] ?? join(homedir(), ".kube", "config");
  return existsSync(path) ? readKubeconfig(path) : { server: { url: "http://localhost:8080" }, namespace: "default" };
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
