import { Nodes } from "../../api/core/node.ts";
import type { Cause } from "../../apimachinery/wire.ts";
import type { Client } from "../../client/client.ts";
import { createClient } from "../../client/create-client.ts";
import { createInformerFactory, type InformerFactory } from "../../client/informer-factory.ts";
import type { Transport } from "../../client/transport.ts";
import { applyManifest, type ApplyOutcome, type KubectlEnvironment, runKubectl } from "../../kubectl/kubectl.ts";
import type { KubectlSettings } from "../../kubectl/settings.ts";
import type { TerminalSink } from "../../protocol/session.ts";
import { Lifetime } from "../../sim/lifetime.ts";
import { silentLog } from "../../sim/log.ts";
import type { Cluster } from "../cluster.ts";
import { admin, createOutsideTransport } from "../outside-transport.ts";

/** How the history calls the person in front of the page. */
const visitor = "you";

const nobody: TerminalSink = { write() {}, exit() {} };

/** The person's own kubectl and clients: as outsiders who hold the admin's certificate. */
export class Operator {
  readonly #cluster: Cluster;
  readonly transport: Transport;
  readonly informers: InformerFactory;
  /** What `kubectl config set-context` changes, kept from command to command. */
  readonly #settings: KubectlSettings = { namespace: "default" };

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.transport = createOutsideTransport(cluster.endpoints, admin);
    this.informers = createInformerFactory({
      client: this.client(undefined),
      clock: cluster.simulation,
      random: cluster.random.fork("operator"),
      log: silentLog,
    });
    this.informers.for(Nodes);
  }

  /** A client whose writes say that they go back to this input. */
  client(input: number | undefined): Client {
    return createClient({ transport: this.transport, clock: this.#cluster.simulation, userAgent: "kubarium/v1.36.0", fieldManager: "kubarium", cause: causeOf(input) });
  }

  apply(manifest: string, input: number | undefined, dryRun = false): Promise<readonly ApplyOutcome[]> {
    return applyManifest(manifest, this.environment({ input, sink: nobody, files: {}, lifetime: new Lifetime() }), { dryRun });
  }

  /** Runs a line of the terminal; resolves with the exit code. */
  run(line: string, visit: Visit): Promise<number> {
    return runKubectl(line, this.environment(visit));
  }

  environment({ input, sink, files, lifetime }: Visit): KubectlEnvironment {
    const { simulation, random } = this.#cluster;
    return {
      transport: this.transport,
      clock: simulation,
      random: random.fork(`kubectl/${input ?? 0}`),
      lifetime,
      stdout: (text) => sink.write(text),
      stderr: (text) => sink.write(text),
      readFile: (path) => files[path.replace(/^\.\//, "")],
      listFiles: () => Object.keys(files),
      settings: this.#settings,
      cause: causeOf(input),
    };
  }
}

export interface Visit {
  /** Number in the input log; undefined for a command that only reads. */
  readonly input: number | undefined;
  readonly sink: TerminalSink;
  readonly files: Readonly<Record<string, string>>;
  /** Ends with Ctrl-C. */
  readonly lifetime: Lifetime;
}

const causeOf = (input: number | undefined): Cause => ({ actor: visitor, ...(input !== undefined && { input }) });
