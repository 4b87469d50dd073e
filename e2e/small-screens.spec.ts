import { expect, test } from "@playwright/test";
import { Workbench } from "./workbench.ts";

for (const scheme of ["light", "dark"] as const) {
  test.describe(`on a phone, ${scheme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, colorScheme: scheme, hasTouch: true });

    test("the cluster can be read, and a pod looked at, with one finger", async ({ page }) => {
      const workbench = new Workbench(page);
      await page.goto("./");
      const pod = page.getByRole("button", { name: /^web \w+,? Running/ }).first();
      await expect(pod).toBeVisible();
      await workbench.checkAccessibility();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await pod.tap();
      await expect(page.getByRole("button", { name: /Kill pod/ }).first()).toBeVisible();
      await workbench.checkAccessibility();
    });
  });
}

test("everything is reached with the keyboard: choose a pod in the tree, kill it", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await expect(workbench.readyPods(/web/)).toHaveCount(4);
  const [victim] = await workbench.podNames(/web/);
  await workbench.openFromTree(`Pod ${victim!}`, victim!);
  await workbench.walkTo(`Pod ${victim!}`);
  await page.keyboard.press("Delete");
  await expect(workbench.pods(new RegExp(`${victim!},`))).toHaveCount(0, { timeout: 45_000 });
  await expect(workbench.readyPods(/web/)).toHaveCount(4);
});
