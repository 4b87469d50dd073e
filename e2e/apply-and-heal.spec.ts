import { expect, test } from "@playwright/test";
import { webDeploy } from "./manifests.ts";
import { Workbench } from "./workbench.ts";

test("paste the course's Deployment, apply it, and five pods are ready; a killed pod is replaced by another", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.apply(webDeploy);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  await workbench.checkAccessibility();

  const before = await workbench.podNames(/web-deploy/);
  const victim = before[0]!;
  await workbench.clickPod(victim);
  await expect(page.getByRole("heading", { name: victim }).first()).toBeVisible();
  await workbench.checkAccessibility();
  await workbench.press(/^Kill pod/);
  await expect(workbench.pods(new RegExp(`${victim},`))).toHaveCount(0);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  const after = await workbench.podNames(/web-deploy/);
  expect(after.filter((name) => !before.includes(name))).toHaveLength(1);
  expect(after).not.toContain(victim);
  await expect(page.getByText(`kubectl delete pod ${victim}`).first()).toBeVisible();
});
