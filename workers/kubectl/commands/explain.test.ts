import { beforeAll, expect, test } from "vitest";
import { type Shell, startShell } from "../../testing/kubectl-shell.ts";

let shell: Shell;

beforeAll(async () => {
  shell = await startShell();
});

test("a kind and its fields", async () => {
  const text = await shell.run("explain deploy");
  expect(text).toMatch(/^GROUP: {6}apps\nKIND: {7}Deployment\nVERSION: {4}v1\n\nDESCRIPTION:\n {4}Deployment enables declarative updates/);
  expect(text).toContain("\nFIELDS:\n  apiVersion\t<string>\n    APIVersion defines");
  expect(text).toContain("\n  spec\t<DeploymentSpec>\n");
});

test.each([
  ["explain pods.spec.containers", ["FIELD: containers <[]Container>\n", "\n  name\t<string> -required-\n"]],
  ["explain pod.spec.containers.env.valueFrom.fieldRef.fieldPath", ["FIELD: fieldPath <string>\n\n\nDESCRIPTION:\n"]],
  ["explain deployments.apps.spec.replicas", ["FIELD: replicas <integer>\n"]],
  ["explain cm.data", ["FIELD: data <map[string]string>\n"]],
  ["explain svc.spec.type", ["ENUM:\n    ClusterIP\n    ExternalName\n    LoadBalancer\n    NodePort\n"]],
  ["explain pods --recursive", ["    containers\t<[]Container> -required-\n", "  enum: Always, IfNotPresent, Never\n"]],
  ["explain deploy --api-version=apps/v1", ["VERSION:    v1\n"]],
])("%s", async (line, parts) => {
  const text = await shell.run(line);
  for (const part of parts) expect(text).toContain(part);
});

test.each([
  ["explain", 'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n[1]'],
  ["explain a b", "error: We accept only this format: explain RESOURCE\n[1]"],
  ["explain nonsense", 'the server doesn\'t have a resource type "nonsense"\n[1]'],
  ["explain pods.nonsense", 'KIND:       Pod\nVERSION:    v1\n\nerror: field "nonsense" does not exist\n[1]'],
  ["explain pods --api-version=apps/v9", "error: couldn't find resource for \"apps/v9, Resource=pods\"\n[1]"],
  ["explain pods -o yaml", "error: unrecognized format: yaml\n[1]"],
  ["top pods", "error: Metrics API not available\n[1]"],
])("%s is an error", async (line, output) => expect(await shell.run(line)).toBe(output));
