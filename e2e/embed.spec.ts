import { expect, test } from "@playwright/test";
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { webDeploy } from "./manifests.ts";
import { Workbench } from "./workbench.ts";


test.use({ viewport: { width: 700, height: 450 } });

test("an embed at 700×450 applies and heals, and takes no focus", async ({ page }) => {
  const workbench = new Workbench(page);
  const hash = Buffer.from(deflateRawSync(webDeploy)).toString("base64url");
  await page.goto(`embed.html?nodes=2&seed=course&loading=eager#y=${hash}`);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  expect(await page.evaluate(() => [window.scrollX, window.scrollY])).toEqual([0, 0]);
  await expect(workbench.page.getByRole("treeitem", { name: /^Node node-2,/ })).toBeAttached();
  await expect(workbench.page.getByRole("treeitem", { name: /^Node node-3,/ })).toHaveCount(0);
  await workbench.checkAccessibility();

  const [victim] = await workbench.podNames(/web-deploy/);
  await workbench.clickPod(victim!);
  await workbench.press(/^Kill pod/);
  await expect(workbench.pods(new RegExp(`${victim!},`))).toHaveCount(0);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
});
