import { beforeEach, expect, test } from "vitest";
import { Deployments } from "../../api/apps/deployment.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Services } from "../../api/core/service.ts";
import { type Shell, startShell } from "../../testing/kubectl-shell.ts";

let shell: Shell;

beforeEach(async () => {
  shell = await startShell();
  const containers = [{ name: "web", image: "nginx:1", env: [{ name: "OLD", value: "1" }] }, { name: "side", image: "busybox" }];
  await shell.world.create(Deployments, { metadata: { name: "web" }, spec: { selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers } } } });
  await shell.world.create(Services, { metadata: { name: "web" }, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } });
  await shell.world.create(ConfigMaps, { metadata: { name: "settings" }, data: { "log.level": "debug", PORT: "80" } });
});

const spec = () => shell.world.all(Deployments)[0]?.spec.template.spec;
const web = () => spec()?.containers[0];

test.each([
  ["set image deploy/web web=nginx:2", "deployment.apps/web image updated\n", () => spec()?.containers.map(({ image }) => image), ["nginx:2", "busybox"]],
  ["set image deploy web *=x", "deployment.apps/web image updated\n", () => spec()?.containers.map(({ image }) => image), ["x", "x"]],
  ["set image deploy/web web=nginx:1", "", () => web()?.image, "nginx:1"],
  ["set image deploy/web web=nginx:2 --dry-run=client", "deployment.apps/web image updated (dry run)\n", () => web()?.image, "nginx:1"],
  ["set image deploy/web web=nginx:2 --dry-run=server", "deployment.apps/web image updated (server dry run)\n", () => web()?.image, "nginx:1"],
  ["set env deploy/web NEW=2 OLD- -c web", "deployment.apps/web env updated\n", () => web()?.env, [{ name: "NEW", value: "2" }]],
  ["set env deploy/web OLD=2 -c web", "deployment.apps/web env updated\n", () => web()?.env, [{ name: "OLD", value: "2" }]],
  ["set env deploy/web OLD- -c web", "deployment.apps/web env updated\n", () => web()?.env, undefined],
  ["set env deploy/web --from=cm/settings --keys=PORT --prefix=X_ -c s*", "deployment.apps/web env updated\n", () => spec()?.containers[1]?.env, [{ name: "X_PORT", valueFrom: { configMapKeyRef: { name: "settings", key: "PORT" } } }]],
  ["set resources deploy/web -c web --limits=cpu=200m,memory=1Gi --requests=cpu=0.1", "deployment.apps/web resource requirements updated\n", () => web()?.resources, { limits: { cpu: "200m", memory: "1Gi" }, requests: { cpu: "100m" } }],
  ["set sa deploy/web robot", "deployment.apps/web serviceaccount updated\n", () => spec()?.serviceAccountName, "robot"],
  ["set selector svc/web app=other", "service/web selector updated\n", () => shell.world.all(Services, "default").find(({ metadata }) => metadata.name === "web")?.spec.selector, { app: "other" }],
])("%s", async (line, output, read, expected) => {
  expect(await shell.run(line)).toBe(output);
  expect(read()).toEqual(expected);
});

test("variables are listed", async () => {
  expect(await shell.run("set env deploy/web --list")).toBe("# Deployment web, container web\nOLD=1\n# Deployment web, container side\n");
  expect(await shell.run("set env deploy/web --list --from=cm/settings -c side")).toBe(
    "Warning: key log.level transferred to LOG_LEVEL\n# Deployment web, container web\nOLD=1\n# Deployment web, container side\n# PORT from configmap settings, key PORT\n# LOG_LEVEL from configmap settings, key log.level\n",
  );
});

test.each([
  ["set image deploy/web nope=x", 'error: unable to find container named "nope"\n[1]'],
  ["set image deploy/web", "error: at least one image update is required\n[1]"],
  ["set image deploy/web *=x web=y", "error: all containers are already specified by *, but saw more than one container_name=container_image pairs\n[1]"],
  ["set image svc/web a=b", "error: services/web the object is not a pod or does not have a pod template: *v1.Service\n[1]"],
  ["set image deploy/none a=b", 'Error from server (NotFound): deployments.apps "none" not found\n[1]'],
  ["set image deploy/web web=a extra", "error: all resources must be specified before image changes: extra\n[1]"],
  ["set env deploy/web OLD=2 --overwrite=false", "error: 'OLD' already has a value (1), and --overwrite is false\n[1]"],
  ["set resources deploy/web", "error: you must specify an update to requests or limits (in the form of --requests/--limits)\n[1]"],
  ["set resources deploy/web --limits=cpu", "error: Invalid argument syntax cpu, expected <resource>=<value>\n[1]"],
  ["set resources deploy/web -c nope --limits=cpu=1", "error: unable to find container named nope\n[1]"],
  ["set selector deploy/web a=b", "error: setting a selector is only supported for Services\n[1]"],
])("%s is an error", async (line, output) => expect(await shell.run(line)).toBe(output));
