import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { storyOf } from "./story.ts";

/** The worker's file in the build. */
const workerFile = () => readdirSync("dist/assets").find((file) => file.startsWith("cluster.worker"))!;

/** Replays a record in Chromium's worker and asks for the history's fingerprint, speaking Comlink's messages by hand. */
async function inWorker([url, record]: readonly [string, ReturnType<typeof storyOf>]): Promise<number> {
  const worker = new Worker(url, { type: "module" });
  const call = (path: readonly string[], args: readonly unknown[], transfer: Transferable[] = []) =>
    new Promise<unknown>((resolve, reject) => {
      const id = String(performance.now() + Math.random());
      worker.addEventListener("message", ({ data }: MessageEvent<{ readonly id?: string; readonly type: string; readonly value: { readonly message?: string } }>) => {
        if (data.id !== id) return;
        if (data.type === "HANDLER") reject(new Error(JSON.stringify(data.value)));
        else resolve(data.value);
      });
      worker.postMessage({ id, type: "APPLY", path, argumentList: args }, transfer);
    });
  const { port1, port2 } = new MessageChannel();
  // The stream of deltas is answered, as Comlink's end would, and otherwise not looked at.
  port1.onmessage = ({ data }: MessageEvent<{ readonly id: string }>) => port1.postMessage({ id: data.id, type: "RAW", value: undefined });
  await call(["open"], [{ type: "RAW", value: record }, { type: "HANDLER", name: "proxy", value: port2 }], [port2]);
  const fingerprint = await call(["fingerprint"], [{ type: "RAW", value: record.until }]);
  worker.terminate();
  return fingerprint as number;
}

for (const seed of ["amber", "birch", "cedar"]) {
  test(`seed ${seed} has the same history in Node and in Chromium's worker`, async ({ page, baseURL }) => {
    const node = spawnSync(process.execPath, ["--import", "tsx", "e2e/fingerprint.ts", seed], { encoding: "utf8" });
    expect(node.stderr).toBe("");
    await page.goto("favicon.svg");
    const chromium = await page.evaluate(inWorker, [`${baseURL}assets/${workerFile()}`, storyOf(seed)] as const);
    expect(chromium).toBe(Number(node.stdout));
    expect(chromium).toBeGreaterThan(0);
  });
}
