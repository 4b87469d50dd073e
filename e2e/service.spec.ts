import { expect, test } from "@playwright/test";
import { webDeploy, webService } from "./manifests.ts";
import { Workbench } from "./workbench.ts";

/** Ready only as long as the file is there: a learner's way to take a pod out of its Service. */
const withProbe = webDeploy.replace("          ports:", "          readinessProbe:\n            httpGet: { path: /, port: 8080 }\n            initialDelaySeconds: 5\n            periodSeconds: 2\n          ports:");

test("a Service's endpoints follow its pods, and requests reach only ready ones", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.apply(`${withProbe}---\n${webService}`);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  await page.getByRole("radio", { name: "Owners" }).check();
  const service = page.getByRole("treeitem", { name: /^Service web-svc/ });
  await expect(service).toBeAttached();
  await workbench.checkAccessibility();

  await workbench.openObject("web-svc", "services");
  const endpoints = page.getByRole("complementary", { name: "Service web-svc" }).getByText(/5 (ready )?endpoints|5 of 5/i).first();
  await expect(endpoints).toBeVisible();
  await workbench.terminal("kubectl scale deployment web-deploy --replicas=2");
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(2);
  await expect(page.getByRole("complementary", { name: "Service web-svc" }).getByText(/2 (ready )?endpoints|2 of 2/i).first()).toBeVisible();
});
