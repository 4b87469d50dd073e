import { beforeEach, expect, test } from "vitest";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { type Shell, startShell } from "../../testing/kubectl-shell.ts";

let shell: Shell;

beforeEach(async () => {
  shell = await startShell();
  await shell.world.create(ConfigMaps, { metadata: { name: "one", labels: { app: "web" }, annotations: { note: "x" } } });
  await shell.world.create(ConfigMaps, { metadata: { name: "two" } });
});

const labels = (name: string) => shell.world.all(ConfigMaps).find(({ metadata }) => metadata.name === name)?.metadata.labels;
const annotations = () => shell.world.all(ConfigMaps).find(({ metadata }) => metadata.name === "one")?.metadata.annotations;

test.each([
  ["label cm one tier=front", "configmap/one labeled\n", { app: "web", tier: "front" }],
  ["label cm one app=web", "configmap/one not labeled\n", { app: "web" }],
  ["label cm one app=api", "error: 'app' already has a value (web), and --overwrite is false\n[1]", { app: "web" }],
  ["label cm one app=api --overwrite", "configmap/one labeled\n", { app: "api" }],
  ["label cm one app-", "configmap/one unlabeled\n", undefined],
  ["label cm one none-", 'label "none" not found.\nconfigmap/one not labeled\n', { app: "web" }],
  ["label cm one tier=x app-", "configmap/one modified\n", { tier: "x" }],
  ["label cm/one tier=x --dry-run=client", "configmap/one labeled (dry run)\n", { app: "web" }],
  ["label cm/one tier=x --dry-run=server", "configmap/one labeled (server dry run)\n", { app: "web" }],
  ["label cm -l app=web tier=x", "configmap/one labeled\n", { app: "web", tier: "x" }],
  ["label cm/one --list", "app=web\n", { app: "web" }],
  ["label cm/one", "error: at least one label update is required\n[1]", { app: "web" }],
  ["label", "error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n[1]", { app: "web" }],
  ["label cm/one a=b=c", "error: invalid label spec: a=b=c\n[1]", { app: "web" }],
  ["label cm/one a=b a-", "error: can not both modify and remove a label in the same command\n[1]", { app: "web" }],
  ["label cm/one tier=x --resource-version=1", 'Error from server (Conflict): Operation cannot be fulfilled on configmaps "one": the object has been modified; please apply your changes to the latest version and try again\n[1]', { app: "web" }],
])("%s", async (line, output, expected) => {
  expect(await shell.run(line)).toBe(output);
  expect(labels("one")).toEqual(expected);
});

test("all objects of a kind", async () => {
  expect(await shell.run("label cm --all tier=x")).toBe("configmap/one labeled\nconfigmap/two labeled\n");
  expect(labels("two")).toEqual({ tier: "x" });
});

test.each([
  ["annotate cm one other=y", "configmap/one annotated\n", { note: "x", other: "y" }],
  ["annotate cm one 'other=a b=c'", "configmap/one annotated\n", { note: "x", other: "a b=c" }],
  ["annotate cm one note=y", "error: --overwrite is false but found the following declared annotation(s): 'note' already has a value (x)\n[1]", { note: "x" }],
  ["annotate cm one note=y --overwrite", "configmap/one annotated\n", { note: "y" }],
  ["annotate cm one note-", "configmap/one annotated\n", undefined],
  ["annotate cm one note=a note-", "error: can not both modify and remove the following annotation(s) in the same command: note\n[1]", { note: "x" }],
])("%s", async (line, output, expected) => {
  expect(await shell.run(line)).toBe(output);
  expect(annotations()).toEqual(expected);
});
