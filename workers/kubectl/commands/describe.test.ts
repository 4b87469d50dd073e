import { beforeEach, expect, test } from "vitest";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Events } from "../../api/core/event.ts";
import { type Shell, startShell } from "../../testing/kubectl-shell.ts";

let shell: Shell;

beforeEach(async () => {
  shell = await startShell();
  const one = await shell.world.create(ConfigMaps, { metadata: { name: "web-one" } });
  await shell.world.create(ConfigMaps, { metadata: { name: "web-two" } });
  const involvedObject = { kind: "ConfigMap", name: "web-one", namespace: "default", uid: one.metadata.uid };
  const time = "2026-04-22T09:58:00Z";
  await shell.world.create(Events, { metadata: { name: "a" }, involvedObject, type: "Warning", reason: "Odd", message: "again \n", count: 3, firstTimestamp: "2026-04-22T09:50:00Z", lastTimestamp: time, source: { component: "me" } });
  await shell.world.create(Events, { metadata: { name: "b" }, involvedObject: { ...involvedObject, fieldPath: "data{x}" }, type: "Normal", reason: "Fine", message: "once", firstTimestamp: time, lastTimestamp: time, source: { component: "me" } });
});

const body = (name: string) => `Name:         ${name}\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nData\n====\n\nBinaryData\n====\n\n`;
const events = "Events:\n  Type     Reason  Age               From  Message\n  ----     ------  ----              ----  -------\n  Warning  Odd     2m (x3 over 10m)  me    again\n  Normal   Fine    2m                me    data{x}: once\n";

test.each([
  ["one object with its events", "describe cm web-one", body("web-one") + events],
  ["several objects without events", "describe cm", `${body("web-one")}\n\n${body("web-two")}`],
  ["several objects with events on demand", "describe cm --show-events", `${body("web-one")}${events}\n\n${body("web-two")}Events:  <none>\n`],
  ["everything whose name begins so", "describe cm web", `${body("web-one")}\n${body("web-two")}\n`],
  ["one object without events on demand", "describe cm/web-one --show-events=false", body("web-one")],
  ["nothing", "describe cm -l a=b", "No resources found in default namespace.\n"],
  ["a name that nothing has", "describe cm x", 'Error from server (NotFound): configmaps "x" not found\n[1]'],
  ["no words", "describe", 'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n[1]'],
  ["a kind that is not there", "describe nonsense", "error: the server doesn't have a resource type \"nonsense\"\n[1]"],
])("%s", async (_name, line, output) => expect(await shell.run(line)).toBe(output));
