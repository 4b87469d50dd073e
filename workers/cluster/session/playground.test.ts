import { afterEach, describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { second } from "../../base/units.ts";
import type { Delta } from "../../protocol/delta.ts";
import type { Session, SessionRecord, SessionSettings } from "../../protocol/session.ts";
import { createTestWorld } from "../../testing/node/world.ts";
import { createSession } from "./session.ts";

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1.27", ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, nodePort: 30080}]
`;

const settings: SessionSettings = { seed: "playground", nodes: 2, manifest };

/** What the page would know: the newest version of every object, and the last word on everything else. */
class Page {
  readonly objects = new Map<string, KubernetesObject>();
  readonly sequence: number[] = [];
  last: Partial<Delta> = {};

  hear = (delta: Delta) => {
    this.sequence.push(delta.sequence);
    this.last = { ...this.last, ...delta };
    if (delta.reset === true) this.objects.clear();
    for (const change of delta.objects ?? []) {
      if (change.type === "set") this.objects.set(`${change.resource}/${change.key}`, change.object);
      else this.objects.delete(`${change.resource}/${change.key}`);
    }
  };

  names(resource: string): readonly string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(`${resource}/default/`)).map((key) => key.slice(`${resource}/default/`.length));
  }
}

interface Opened {
  readonly session: Session;
  readonly page: Page;
  readonly pass: (milliseconds: number) => Promise<void>;
}

const sessions: Session[] = [];
afterEach(() => Promise.all(sessions.splice(0).map((session) => session.close())));

async function open(source: SessionSettings | SessionRecord): Promise<Opened> {
  const world = createTestWorld();
  const session = createSession(world);
  sessions.push(session);
  const page = new Page();
  await session.open(source, page.hear);
  return { session, page, pass: world.pass };
}

const now = async ({ session }: Opened) => (await session.record()).until;
const phases = async ({ session }: Opened, pods: string) => {
  const { body } = await session.get({ method: "GET", path: `/api/v1/namespaces/default/pods`, query: { labelSelector: pods } });
  return (body as { readonly items: readonly { readonly spec: { readonly nodeName?: string }; readonly status: { readonly phase: string } }[] }).items.map(({ spec, status }) => `${status.phase} on ${spec.nodeName ?? "nothing"}`);
};

describe("open", () => {
  test("boots, applies the manifest, and shows the page what there is", async () => {
    const opened = await open(settings);
    const { page, pass } = opened;
    await pass(1_000);
    expect(page.names("pods")).toHaveLength(3);
    expect(page.names("deployments.apps")).toEqual(["web"]);
    expect(page.last).toMatchObject({ controlPlane: { apiServer: "up" }, health: { level: "healthy" }, progress: null });
    expect(page.last.failure).toBeUndefined();
    expect(page.sequence).toEqual(page.sequence.map((_, index) => index));
  });

  test("sends visitors to the manifest's Services when asked to", async () => {
    const { page, pass } = await open({ ...settings, traffic: 5 });
    await pass(5_000);
    expect(page.last.traffic).toMatchObject([{ service: "default/web", perSecond: 5 }]);
    expect(page.last.traffic?.[0]?.sent).toBeGreaterThan(20);
  });

  test("a second time forgets the first cluster", async () => {
    const { session, page, pass } = await open(settings);
    await session.open({ seed: "empty", nodes: 1 }, page.hear);
    await pass(500);
    expect(page.names("pods")).toEqual([]);
    expect(page.objects.has("nodes/node-1")).toBe(true);
    expect(page.objects.has("nodes/node-2")).toBe(false);
  });
});

describe("time", () => {
  test("goes with the wall, at the speed that was chosen", async () => {
    const opened = await open(settings);
    const begin = await now(opened);
    await opened.pass(2_000);
    expect((await now(opened)) - begin).toBe(2_000);
    await opened.session.resume(10);
    await opened.pass(2_000);
    expect((await now(opened)) - begin).toBe(22_000);
    await opened.session.runFor(60 * second);
    expect((await now(opened)) - begin).toBe(82_000);
  });

  test("stands still while paused, and a step goes to the next event only", async () => {
    const opened = await open(settings);
    const { session, pass } = opened;
    await session.pause();
    const begin = await now(opened);
    await pass(10_000);
    expect(await now(opened)).toBe(begin);
    await session.step();
    await pass(100);
    const stepped = (await now(opened)) - begin;
    expect(stepped).toBeGreaterThanOrEqual(0);
    expect(stepped).toBeLessThan(10 * second);
    expect(opened.page.last.clock?.paused).toBe(true);
  });

  test("paused, people are let in all the same: each input takes the millisecond that gives it its place", async () => {
    const opened = await open(settings);
    const { session } = opened;
    await session.pause();
    const begin = await now(opened);
    expect(await session.act({ type: "scale", resource: "deployments.apps", namespace: "default", name: "web", replicas: 5 })).toMatchObject({ ok: true });
    expect(await session.act({ type: "cordon", node: "node-1" })).toMatchObject({ ok: true });
    expect((await session.apply(manifest.replace("replicas: 3", "replicas: 4"))).map(({ outcome }) => outcome)).toEqual(["configured", "unchanged"]);
    expect(await now(opened)).toBe(begin + 3);
    const { body } = await session.get({ method: "GET", path: "/apis/apps/v1/namespaces/default/deployments/web" });
    expect((body as { readonly spec: { readonly replicas: number } }).spec.replicas).toBe(4);
    expect((await session.record()).inputs.map(({ at, action }) => [at, action.type])).toEqual([
      [begin + 1, "scale"],
      [begin + 2, "cordon"],
      [begin + 3, "apply"],
    ]);
  });
});

describe("run until settled", () => {
  test("waits until what was begun is done", async () => {
    const opened = await open(settings);
    await opened.session.act({ type: "scale", resource: "deployments.apps", namespace: "default", name: "web", replicas: 6 });
    expect(await opened.session.runUntilSettled()).toMatchObject({ settled: true, message: expect.stringMatching(/^Settled after \d+ s of cluster time\.$/) });
    expect((await phases(opened, "app=web")).filter((phase) => phase.startsWith("Running"))).toHaveLength(6);
  });

  test("after a power cut waits until the silence is noticed and the pods run elsewhere", async () => {
    const opened = await open(settings);
    const begin = await now(opened);
    expect(await opened.session.act({ type: "power-off", node: "node-1" })).toMatchObject({ ok: true });
    expect(await opened.session.runUntilSettled()).toMatchObject({ settled: true });
    // Noticed after 50 s, evicted after 300 s more.
    expect((await now(opened)) - begin).toBeGreaterThan(340 * second);
    expect((await phases(opened, "app=web")).filter((phase) => phase === "Running on node-2")).toHaveLength(3);
  });
});

describe("a record", () => {
  test("replayed, gives the same history, write for write", async () => {
    const first = await open(settings);
    const { session } = first;
    await session.act({ type: "scale", resource: "deployments.apps", namespace: "default", name: "web", replicas: 4 });
    await session.runFor(7 * second);
    await session.act({ type: "power-off", node: "node-2" });
    await session.runFor(90 * second);
    await session.act({ type: "power-on", node: "node-2" });
    await session.kubectl("kubectl scale deployment web --replicas=2", {}, { write() {}, exit() {} });
    await session.dryRun(manifest);
    await session.act({ type: "delete-pod", namespace: "default", name: "ghost" });
    await session.runFor(60 * second);

    const record = await session.record();
    const again = await open(JSON.parse(JSON.stringify(record)) as SessionRecord);
    expect(await now(again)).toBe(record.until);
    expect((await again.session.record()).inputs).toEqual(record.inputs);
    expect(await again.session.fingerprint(record.until)).toBe(await session.fingerprint(record.until));
    expect(await phases(again, "app=web")).toEqual(await phases(first, "app=web"));
  });

  test("cut short is a rewind: up to there the history is the same, and then goes another way", async () => {
    const { session } = await open(settings);
    await session.runFor(5 * second);
    const middle = (await session.record()).until;
    await session.runFor(5 * second);
    await session.act({ type: "scale", resource: "deployments.apps", namespace: "default", name: "web", replicas: 0 });
    await session.runFor(20 * second);
    const { inputs, ...rest } = await session.record();
    const rewound = await open({ ...rest, inputs: inputs.filter(({ at }) => at <= middle), until: middle });
    expect(await now(rewound)).toBe(middle);
    expect(await rewound.session.fingerprint(middle)).toBe(await session.fingerprint(middle));
    await rewound.session.runFor(25 * second);
    expect(await rewound.session.fingerprint(middle + 25 * second)).not.toBe(await session.fingerprint(middle + 25 * second));
    expect(await phases(rewound, "app=web")).toHaveLength(3);
  });

  test("of another seed gives another history", async () => {
    const [one, other] = [await open(settings), await open({ ...settings, seed: "another" })];
    const until = Math.min(await now(one), await now(other));
    expect(await one.session.fingerprint(until)).not.toBe(await other.session.fingerprint(until));
  });
});

describe("the terminal", () => {
  test("looks are not written down, changes are", async () => {
    const { session } = await open(settings);
    const run = (line: string) =>
      new Promise<readonly [string, number]>((resolve, reject) => {
        let text = "";
        session.kubectl(line, {}, { write: (more) => (text += more), exit: (code) => resolve([text, code]) }).catch(reject);
      });
    const [table, code] = await run("kubectl get deployment web -o name");
    expect([table, code]).toEqual(["deployment.apps/web\n", 0]);
    expect((await session.record()).inputs).toEqual([]);
    expect(await run("k scale deployment web --replicas=1")).toEqual(["deployment.apps/web scaled\n", 0]);
    expect((await session.record()).inputs.map(({ action }) => action.type)).toEqual(["kubectl"]);
  });

  test("Ctrl-C ends what would go on for ever, with 130", async () => {
    const { session } = await open(settings);
    let code: number | undefined;
    const command = await session.kubectl("kubectl get pods --watch", {}, { write() {}, exit: (status) => (code = status) });
    await session.runFor(30 * second);
    expect(code).toBeUndefined();
    command.interrupt();
    expect(code).toBe(130);
  });
});
