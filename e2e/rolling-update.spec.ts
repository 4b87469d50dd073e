import { expect, test } from "@playwright/test";
import { rollingUpdate } from "./manifests.ts";
import { Workbench } from "./workbench.ts";

test("the course's rolling update goes pod by pod, and is undone to revision 1", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.apply(rollingUpdate("1.0"));
  await workbench.untilSettled();
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(10);
  const first = await workbench.podNames(/web-deploy/);

  await page.getByRole("combobox", { name: "Speed" }).selectOption("10×");
  const counts = workbench.countPods("web-deploy");
  await workbench.apply(rollingUpdate("2.0"));
  await workbench.terminal("kubectl rollout status deployment web-deploy");
  await expect(workbench.terminalText()).toContainText('deployment "web-deploy" successfully rolled out', { timeout: 60_000 });
  const { least, most } = await counts();
  expect(least).toBeGreaterThanOrEqual(10);
  expect(most).toBeLessThanOrEqual(11);
  await workbench.untilSettled();
  const second = await workbench.podNames(/web-deploy/);
  expect(second).toHaveLength(10);
  expect(second.filter((name) => first.includes(name))).toEqual([]);
  await workbench.checkAccessibility();

  await workbench.terminal("kubectl rollout undo deployment web-deploy --to-revision=1");
  await expect(workbench.terminalText()).toContainText("deployment.apps/web-deploy rolled back");
  await workbench.untilSettled();
  await workbench.terminal("kubectl rollout history deployment web-deploy");
  await expect(workbench.terminalText()).toContainText("REVISION  CHANGE-CAUSE");
  const third = await workbench.podNames(/web-deploy/);
  expect(third).toHaveLength(10);
  // The first revision's ReplicaSet is the one that was there before: its hash is in the names.
  const hashOf = (name: string) => name.split("-").at(-2);
  expect(new Set(third.map(hashOf))).toEqual(new Set(first.map(hashOf)));
});
