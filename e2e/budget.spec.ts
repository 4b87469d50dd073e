import { expect, type Request, test } from "@playwright/test";
import { gzipSync } from "node:zlib";
import { Workbench } from "./workbench.ts";

const kilobyte = 1_000;
/** What a person waits for over a slow line until the page is there, compressed. */
const mostOfPage = 350 * kilobyte;
/** The cluster's own script loads beside it: a bound against growth that nobody decided on. */
const mostOfWorker = 450 * kilobyte;

/** The editor comes when the cluster lives already, and Monaco is larger than everything else together. */
const ofMonaco = /monaco|editor\.api|yaml\.worker|editor\.worker|codicon/i;
/** The cluster has a thread and a budget of its own; its descriptions come when it lives. */
const ofCluster = /cluster\.worker|descriptions-/;

interface Loaded {
  readonly name: string;
  readonly size: number;
}

test("the page and the cluster's worker are small enough for a slow line", async ({ page }) => {
  const requests: Request[] = [];
  page.on("request", (request) => void (/\.(js|css)$/.test(nameOf(request)) && requests.push(request)));
  const monacoComes = page.waitForResponse((response) => ofMonaco.test(response.url()));
  await new Workbench(page).open();
  await monacoComes;

  const loaded = await Promise.all(requests.map(weigh));
  const monaco = loaded.findIndex(({ name }) => ofMonaco.test(name));
  expect(monaco, "Monaco is loaded by the page").toBeGreaterThan(0);
  const ofPage = loaded.slice(0, monaco).filter(({ name }) => !ofCluster.test(name));
  const worker = loaded.filter(({ name }) => name.includes("cluster.worker"));
  expect(worker, "the worker is one script").toHaveLength(1);

  console.log(`page ${told(ofPage)}\nworker ${told(worker)}`);
  expect.soft(sum(ofPage), `the page before Monaco: ${told(ofPage)}`).toBeLessThanOrEqual(mostOfPage);
  expect.soft(sum(worker), `the worker: ${told(worker)}`).toBeLessThanOrEqual(mostOfWorker);
});

async function weigh(request: Request): Promise<Loaded> {
  const response = await request.response();
  if (response === null) throw new Error(`${request.url()} was not answered`);
  return { name: nameOf(request), size: gzipSync(await response.body()).length };
}

const nameOf = (request: Request) => new URL(request.url()).pathname.split("/").at(-1) ?? "";

const sum = (loaded: readonly Loaded[]) => loaded.reduce((total, { size }) => total + size, 0);

const inKilobytes = (size: number) => `${(size / kilobyte).toFixed(1)} kB`;

const told = (loaded: readonly Loaded[]) => `${inKilobytes(sum(loaded))} gzip (${loaded.map(({ name, size }) => `${name} ${inKilobytes(size)}`).join(", ")})`;
