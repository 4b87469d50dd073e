import { expect, test } from "vitest";
import { badRequest } from "../../apimachinery/status.ts";
import type { StreamSink } from "../../apimachinery/wire.ts";
import { Deployments } from "../../api/apps/deployment.ts";
import { Pods } from "../../api/core/pod.ts";
import type { KubeletProxy, KubeletRequest } from "../../apiserver/subresources/kubelet-proxy.ts";
import { type Shell, startShell } from "../../testing/kubectl-shell.ts";

/** Kubelets whose logs the test writes. */
class FakeKubelets implements KubeletProxy {
  readonly requests: KubeletRequest[] = [];
  readonly sinks: StreamSink[] = [];
  refusals = 0;

  connect(request: KubeletRequest, sink: StreamSink) {
    this.requests.push(request);
    if (this.refusals > 0) {
      this.refusals--;
      throw badRequest("container is waiting to start: ContainerCreating");
    }
    sink.opened({ status: 200, headers: { "content-type": "text/plain" }, body: undefined });
    sink.chunk(`hello from ${request.pod.metadata.name}/${request.container}\n`);
    this.sinks.push(sink);
    if (request.query["follow"] !== "true") sink.closed();
    return { send() {}, close() {} };
  }

  proxy(): Promise<never> {
    return Promise.reject(badRequest("no proxy here"));
  }
}

async function start(): Promise<{ readonly shell: Shell; readonly kubelets: FakeKubelets }> {
  const kubelets = new FakeKubelets();
  const shell = await startShell({ kubelets });
  const container = (name: string) => ({ name, image: "nginx" });
  const selector = { matchLabels: { app: "web" } };
  await shell.world.create(Deployments, { metadata: { name: "web" }, spec: { selector, template: { metadata: { labels: { app: "web" } }, spec: { containers: [container("web")] } } } });
  await shell.world.create(Pods, { metadata: { name: "a", labels: { app: "web" } }, spec: { nodeName: "n", containers: [container("web")] } });
  await shell.world.create(Pods, { metadata: { name: "b", labels: { app: "web" } }, spec: { nodeName: "n", containers: [container("web"), container("side")] } });
  return { shell, kubelets };
}

test.each([
  ["logs a", "hello from a/web\n"],
  ["logs pod/a", "hello from a/web\n"],
  ["logs b side", "hello from b/side\n"],
  ["logs b -c side", "hello from b/side\n"],
  ["logs b", 'Defaulted container "web" out of: web, side\nhello from b/web\n'],
  ["logs b --all-containers", "hello from b/web\nhello from b/side\n"],
  ["logs b --all-containers --prefix", "[pod/b/web] hello from b/web\n[pod/b/side] hello from b/side\n"],
  ["logs -l app=web --all-containers", "hello from a/web\nhello from b/web\nhello from b/side\n"],
  ["logs deploy/web", "Found 2 pods, using pod/a\nhello from a/web\n"],
  ["logs deploy/web --all-pods", "[pod/a/web] hello from a/web\n[pod/b/web] hello from b/web\n"],
  ["logs -l app=none", "No resources found in default namespace.\n"],
  ["logs b -c none", "error: container none is not valid for pod b out of: web, side\n[1]"],
  ["logs none", 'error: error from server (NotFound): pods "none" not found in namespace "default"\n[1]'],
  ["logs", "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples\n[1]"],
  ["logs a -l app=web", "error: only a selector (-l) or a POD name is allowed\nSee 'kubectl logs -h' for help and examples\n[1]"],
  ["logs a --tail=-2", "error: --tail must be greater than or equal to -1\n[1]"],
  ["logs a --since=1m --since-time=2026-04-22T10:00:00Z", "error: at most one of `sinceTime` or `sinceSeconds` may be specified\n[1]"],
  ["logs -f -l app=web --all-containers --max-log-requests=2", "error: you are attempting to follow 3 log streams, but maximum allowed concurrency is 2, use --max-log-requests to increase the limit\n[1]"],
])("%s", async (line, output) => {
  const { shell } = await start();
  expect(await shell.run(line)).toBe(output);
});

test.each([
  ["logs a --tail=5 --since=90s --timestamps -p", { container: "web", tailLines: "5", sinceSeconds: "90", timestamps: "true", previous: "true" }],
  ["logs -l app=web -c web --limit-bytes=7", { container: "web", tailLines: "10", limitBytes: "7" }],
  ["logs -l app=web -c web --tail=-1 --since-time=2026-04-22T10:00:00Z", { container: "web", sinceTime: "2026-04-22T10:00:00Z" }],
])("%s asks the kubelet for just that", async (line, query) => {
  const { shell, kubelets } = await start();
  await shell.run(line);
  expect(kubelets.requests[0]?.query).toEqual(query);
});

test("a log that is followed grows until Ctrl-C", async () => {
  const { shell, kubelets } = await start();
  const running = shell.start("logs -f a");
  await shell.world.run(1);
  kubelets.sinks[0]?.chunk("more\n");
  expect(running.output).toBe("hello from a/web\nmore\n");
  expect(running.exitCode).toBeUndefined();
  running.interrupt();
  kubelets.sinks[0]?.chunk("unheard\n");
  await shell.world.run(1);
  expect(running.output).toBe("hello from a/web\nmore\n");
});

test("a log that is followed ends with its container", async () => {
  const { shell, kubelets } = await start();
  const running = shell.start("logs -f a");
  await shell.world.run(1);
  kubelets.sinks[0]?.closed();
  await shell.world.run(1);
  expect(running.exitCode).toBe(0);
});

test("a container that is about to start is asked again", async () => {
  const { shell, kubelets } = await start();
  kubelets.refusals = 2;
  const running = shell.start("logs -f a");
  await shell.world.run(3);
  const waiting = "container is waiting to start: ContainerCreating\n";
  expect(running.output).toBe(`${waiting}${waiting}hello from a/web\n`);
  running.interrupt();
});
