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

  await workbench.openFromTree("Service web-svc", "web-svc");
  const endpoints = page.getByRole("complementary", { name: "Service web-svc" }).getByRole("button", { name: /^default\/web-deploy/ });
  await expect(endpoints).toHaveCount(5);
  await expect(page.getByText("not ready", { exact: true })).toHaveCount(0);

  // From now on a new pod is an endpoint at once, but gets no request before its probe succeeds.
  await workbench.terminal("kubectl scale deployment web-deploy --replicas=2");
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(2);
  await expect(endpoints).toHaveCount(2);
  await workbench.terminal("kubectl scale deployment web-deploy --replicas=4");
  await expect(endpoints).toHaveCount(4);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(4);
  await page.getByRole("tab", { name: "Requests" }).click();
  await workbench.checkAccessibility();
});
