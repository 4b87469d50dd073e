import { expect, test } from "@playwright/test";
import { webDeploy } from "./manifests.ts";
import { Workbench } from "./workbench.ts";

test("power a node off: its pods move elsewhere, in seconds for the person; power it on again", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.apply(webDeploy);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);

  await workbench.clickNode("node-2");
  await expect(page.getByRole("heading", { name: "node-2" }).first()).toBeVisible();
  await workbench.press(/^Power off/);
  await workbench.untilSettled();
  await expect(page.getByRole("treeitem", { name: /^Node node-2, .*NotReady/ })).toBeAttached();
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  await workbench.checkAccessibility();

  await workbench.press(/^Power on/);
  await workbench.untilSettled();
  await expect(page.getByRole("treeitem", { name: /^Node node-2, Ready/ })).toBeAttached();
});
