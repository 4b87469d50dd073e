import { expect, type Response, test } from "@playwright/test";
import { gzipSync } from "node:zlib";
import { Workbench } from "./workbench.ts";

const kilobyte = 1_000;
/** What a person waits for over a slow line, compressed. */
const most = 350 * kilobyte;

/** The editor comes when the cluster lives already, and Monaco is larger than everything else together. */
const ofMonaco = /monaco|editor\.api|yaml\.worker|editor\.worker|codicon/i;
/** The cluster has a thread and a budget of its own; its descriptions come when it lives. */
const ofCluster = /cluster\.worker|descriptions-/;

interface Loaded {
  readonly name: string;
  readonly size: number;
}

test("the page and the cluster's worker are small enough for a slow line", async ({ page }) => {
  const responses: Response[] = [];
  page.on("response", (response) => void (/\.(js|css|ttf)$/.test(new URL(response.url()).pathname) && responses.push(response)));
  const monacoComes = page.waitForRequest(({ url }) => ofMonaco.test(url()));
  await new Workbench(page).open();
  await monacoComes;
  await page.waitForLoadState("networkidle");

  const inOrder = responses.toSorted((a, b) => a.request().timing().startTime - b.request().timing().startTime);
  const loaded = await Promise.all(inOrder.map(weigh));
  const monaco = loaded.findIndex(({ name }) => ofMonaco.test(name));
  expect(monaco, "Monaco is loaded by the page").toBeGreaterThan(0);
  const ofPage = loaded.slice(0, monaco).filter(({ name }) => !ofCluster.test(name));
  const worker = loaded.filter(({ name }) => name.includes("cluster.worker"));
  expect(worker, "the worker is one script").toHaveLength(1);

  console.log(`page ${told(ofPage)}\nworker ${told(worker)}`);
  expect.soft(sum(ofPage), `the page before Monaco: ${told(ofPage)}`).toBeLessThanOrEqual(most);
  expect.soft(sum(worker), `the worker: ${told(worker)}`).toBeLessThanOrEqual(most);
});

async function weigh(response: Response): Promise<Loaded> {
  return { name: new URL(response.url()).pathname.split("/").at(-1) ?? "", size: gzipSync(await response.body()).length };
}

const sum = (loaded: readonly Loaded[]) => loaded.reduce((total, { size }) => total + size, 0);

const inKilobytes = (size: number) => `${(size / kilobyte).toFixed(1)} kB`;

const told = (loaded: readonly Loaded[]) => `${inKilobytes(sum(loaded))} gzip (${loaded.map(({ name, size }) => `${name} ${inKilobytes(size)}`).join(", ")})`;
