import { expect, test } from "@playwright/test";
import { webDeploy } from "./manifests.ts";
import { Workbench } from "./workbench.ts";

/** The line of a manifest, from 1, on which a text stands. */
const lineOf = (manifest: string, text: string) => manifest.split("\n").findIndex((line) => line.includes(text)) + 1;

test("mistakes get kubectl's message at their line, and nothing else changes", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.apply(webDeploy);
  await expect(workbench.readyPods(/web-deploy/)).toHaveCount(5);
  const before = await workbench.podNames(/web-deploy/);
  const results = page.getByRole("list", { name: "Result of the last apply" });

  const unknownField = webDeploy.replace("replicas: 5", "replicsa: 5");
  await workbench.apply(unknownField);
  await expect(results).toContainText('Error from server (BadRequest)');
  await expect(results).toContainText('strict decoding error: unknown field "spec.replicsa"');
  await expect(results).toContainText(`line ${lineOf(unknownField, "replicsa")}`);
  await workbench.checkAccessibility();

  const badYaml = webDeploy.replace("  name: web-deploy", "  name: web-deploy: x");
  await workbench.apply(badYaml);
  await expect(results).toContainText("error converting YAML to JSON: yaml: line");
  await expect(results).toContainText("mapping values are not allowed in this context");
  await expect(results).toContainText(`line ${lineOf(badYaml, "web-deploy: x")}`);

  const otherSelector = webDeploy.replaceAll("app: web-deploy", "app: other");
  await workbench.apply(otherSelector);
  await expect(results).toContainText('The Deployment "web-deploy" is invalid: spec.selector: Invalid value:');
  await expect(results).toContainText("field is immutable");
  await expect(results).toContainText(`line ${lineOf(otherSelector, "selector:")}`);

  expect(await workbench.podNames(/web-deploy/)).toEqual(before);
});

test("an image that does not exist waits with the registry's words", async ({ page }) => {
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.apply(webDeploy.replace("nigelpoulton/getting-started-k8s:1.0", "ngnix:latest").replace("replicas: 5", "replicas: 1"));
  await expect(page.getByRole("treeitem", { name: /^Pod web-deploy[^,]*, .*(ErrImagePull|ImagePullBackOff)/ })).toHaveCount(1);
  const [pod] = await workbench.podNames(/web-deploy/);
  await workbench.clickPod(pod!);
  await expect(page.getByText(/pull access denied, repository does not exist or may require authorization/).first()).toBeVisible();
});
