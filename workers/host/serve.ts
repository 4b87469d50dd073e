import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { descriptions } from "../api/descriptions.ts";
import { addDescriptions } from "../api/schema.ts";
import { minute } from "../base/units.ts";
import { createCluster } from "../cluster/create-cluster.ts";
import { admin, createOutsideTransport } from "../cluster/outside-transport.ts";
import { Pacer } from "../sim/pacer.ts";
import { createHttpListener } from "./http-adapter.ts";
import { createNodeWorld } from "./node-world.ts";
import { parseServeOptions, usage } from "./serve-options.ts";

/** The same cluster as in the page, headless in Node: its API on 127.0.0.1, for real clients. */
async function serve(args: readonly string[]): Promise<void> {
  const { port, nodes, seed, speed } = parseServeOptions(args);
  const { turn, wall } = createNodeWorld();
  const cluster = createCluster({ seed, nodes, turn, start: Date.now() - minute });
  const { simulation } = cluster;
  const pacer = new Pacer({
    simulation,
    wall,
    between: () => false,
    failed(error) {
      console.error("The simulation has stopped:", error);
      process.exit(1);
    },
  });
  void pacer.run();
  await pacer.dash(simulation.now() + 10 * minute, () => cluster.ready);
  // Clients count ages by their own clock: from here on the cluster's is the same.
  await pacer.dash(Math.max(Date.now(), simulation.now()), () => false);

  const enter = async <T>(work: () => T): Promise<T> => {
    const done: T[] = [];
    await pacer.admit(simulation.input(() => done.push(work())));
    return done[0]!;
  };
  const server = createServer(createHttpListener(createOutsideTransport(cluster.endpoints, admin), enter));
  server.listen(port, "127.0.0.1", () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    pacer.resume(speed);
    console.log(`Kubarium serves ${url}`);
    console.log(`KUBECONFIG=${writeKubeconfig(url)}`);
  });
}

/** A kubeconfig for this server alone, in a new temporary folder. */
function writeKubeconfig(server: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "kubarium-")), "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "kubarium", cluster: { server } }],
    users: [{ name: "kubernetes-admin", user: {} }],
    contexts: [{ name: "kubarium", context: { cluster: "kubarium", user: "kubernetes-admin" } }],
    "current-context": "kubarium",
  };
  writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return path;
}

addDescriptions(descriptions);
if (process.argv.includes("--help")) console.log(usage);
else
  serve(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    process.exitCode = 1;
  });
