import { expect, test } from "@playwright/test";
import { webDeploy } from "./manifests.ts";
import { Workbench } from "./workbench.ts";

test("a reload keeps the cluster: the same pods under the same names", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.apply(webDeploy);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  const before = await workbench.podNames(/web-deploy/);
  // The record is written a moment after the apply; leaving the page writes it at the latest.
  await page.reload();
  await workbench.live();
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  expect(await workbench.podNames(/web-deploy/)).toEqual(before);
});
