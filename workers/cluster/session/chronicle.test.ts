import { describe, expect, test } from "vitest";
import { Deployments } from "../../api/apps/deployment.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { keyOf, type KubernetesObject, type ObjectKey } from "../../apimachinery/object.ts";
import type { Cause } from "../../apimachinery/wire.ts";
import { second } from "../../base/units.ts";
import type { EtcdEvent } from "../../etcd/key-value.ts";
import { startCluster } from "../../testing/cluster.ts";
import { Chronicle, resourceNameOf } from "./chronicle.ts";

const labels = { app: "web" };
const isReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");

/** A deployment with one pod, up and running, and all that was written down meanwhile. */
async function withOnePod(seed: string) {
  const world = await startCluster({ seed, nodes: 2 });
  const { cluster, client, ask, all } = world;
  const chronicle = new Chronicle(() => cluster.simulation.now());
  cluster.store.observe((events) => events.forEach((event) => chronicle.write(event)));
  await ask(() =>
    client.create(Deployments, {
      metadata: { name: "web", namespace: "default" },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } } },
    }),
  );
  const pods = () => all(Pods).filter(({ metadata }) => metadata.namespace === "default");
  await world.until("the pod is ready", () => pods().some(isReady));
  return { ...world, chronicle, pods };
}

describe("the story of a pod", () => {
  test("goes from the person to the kubelet", async () => {
    const { chronicle, pods } = await withOnePod("story");
    const [pod] = pods();
    const { name } = pod!.metadata;
    const set = pod!.metadata.ownerReferences![0]!.name;
    const story = chronicle.story("pods", keyOf(pod!));
    expect(story.map(({ sentence }) => sentence)).toEqual([
      "you created deployment web for 1 pod",
      expect.stringMatching(new RegExp(`created replica set ${set} for 1 pod$`)),
      expect.stringMatching(new RegExp(`created pod ${name}$`)),
      expect.stringMatching(new RegExp(`put pod ${name} on ${pod!.spec.nodeName}$`)),
      `Container web of pod ${name} started on ${pod!.spec.nodeName}`,
    ]);
    expect(story.map(({ resource }) => resource)).toEqual(["deployments.apps", "replicasets.apps", "pods", "pods", "pods"]);
    expect(story[0]?.actor).toBe("you");
    expect(story.at(-1)?.actor).toContain("kubelet");
    const order = story.map(({ revision }) => revision);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(story.every(({ at }, index) => index === 0 || at >= story[index - 1]!.at)).toBe(true);
  });

  test("of its successor begins with the same person, and names who replaced it", async () => {
    const { chronicle, pods, ask, client, until } = await withOnePod("successor");
    const [old] = pods();
    await ask(() => client.delete(Pods, { namespace: "default", name: old!.metadata.name }));
    await until("another is ready", () => pods().some((pod) => isReady(pod) && pod.metadata.uid !== old!.metadata.uid));
    const next = pods().find(({ metadata }) => metadata.uid !== old!.metadata.uid)!;
    const story = chronicle.story("pods", keyOf(next));
    expect(story[0]?.actor).toBe("you");
    expect(story).toHaveLength(7);
    expect(story.map(({ sentence }) => sentence).slice(-4)).toEqual([
      expect.stringMatching(new RegExp(`${old!.metadata.name}`)),
      expect.stringMatching(new RegExp(`created pod ${next.metadata.name}$`)),
      expect.stringMatching(new RegExp(`put pod ${next.metadata.name} on ${next.spec.nodeName}$`)),
      `Container web of pod ${next.metadata.name} started on ${next.spec.nodeName}`,
    ]);
    await until("the old one is gone", () => pods().every(({ metadata }) => metadata.uid !== old!.metadata.uid));
    const ended = chronicle.story("pods", keyOf(old!));
    expect(ended.map(({ sentence }) => sentence)).toContainEqual(`pod ${old!.metadata.name} is gone`);
  });

  test("stays short, however often its container crashes: the beginning and the newest", async () => {
    const { chronicle, pods, cluster, until } = await withOnePod("crashes");
    const { name } = pods()[0]!.metadata;
    for (let restarts = 1; restarts <= 4; restarts++) {
      cluster.crashContainer("default", name);
      await until("it is restarted", () => (pods()[0]?.status.containerStatuses?.[0]?.restartCount ?? 0) === restarts && isReady(pods()[0]!));
    }
    const story = chronicle.story("pods", `default/${name}` as ObjectKey);
    expect(story).toHaveLength(7);
    expect(story[0]?.sentence).toBe("you created deployment web for 1 pod");
    expect(story.at(-1)?.sentence).toMatch(/was restarted|is ready/);
  });
});

/** A write, as the store tells of it. */
function event(revision: number, object: KubernetesObject, note?: Cause): EtcdEvent {
  const key = `/registry/pods/${keyOf(object)}`;
  return { type: "PUT", key, revision, previous: undefined, current: { key, value: object, createRevision: revision, modRevision: revision, version: 1, lease: 0, note }, note };
}

const pod = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", uid: name } }) as unknown as KubernetesObject;

function written(...events: readonly EtcdEvent[]): Chronicle {
  let now = 0;
  const chronicle = new Chronicle(() => now);
  for (const each of events) {
    now += second;
    chronicle.write(each);
  }
  return chronicle;
}

describe("causes", () => {
  test("a chain is followed to its root, over objects", () => {
    const chronicle = written(event(2, pod("a"), { actor: "you", input: 1 }), event(3, pod("b"), { actor: "b-maker", revision: 2 }), event(4, pod("c"), { actor: "c-maker", revision: 3 }));
    expect(chronicle.story("pods", "default/c" as ObjectKey).map(({ actor }) => actor)).toEqual(["you", "b-maker", "c-maker"]);
    expect(chronicle.story("pods", "default/a" as ObjectKey).map(({ actor }) => actor)).toEqual(["you"]);
  });

  test.each([
    ["itself", { actor: "x", revision: 2 }],
    ["a later write", { actor: "x", revision: 9 }],
    ["a write that nobody remembers", { actor: "x", revision: 1 }],
  ])("a write that names %s as its cause begins the story", (_, cause) => {
    expect(written(event(2, pod("a"), cause)).story("pods", "default/a" as ObjectKey)).toHaveLength(1);
  });

  test("without a cause the API server wrote it", () => {
    expect(written(event(2, pod("a"))).story("pods", "default/a" as ObjectKey)[0]?.actor).toBe("the API server");
  });

  test("an object that nobody wrote has no story", () => {
    expect(written(event(2, pod("a"))).story("pods", "default/b" as ObjectKey)).toEqual([]);
  });
});

describe("happenings", () => {
  test("are told once, oldest first", () => {
    const chronicle = written(event(2, pod("a"), { actor: "you" }), event(3, pod("b"), { actor: "you" }));
    expect(chronicle.takeHappenings().map(({ sentence }) => sentence)).toEqual(["you created pod a", "you created pod b"]);
    expect(chronicle.takeHappenings()).toEqual([]);
    chronicle.write(event(4, pod("c"), { actor: "you" }));
    expect(chronicle.takeHappenings().map(({ key }) => key)).toEqual(["default/c"]);
  });

  test("do not tell of the pulse, nor of what is no object", () => {
    const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name: "node-1", namespace: "kube-node-lease", uid: "l" } } as unknown as KubernetesObject;
    const range = { ...event(3, pod("range")), current: { ...event(3, pod("range")).current!, value: "a bitmap" } };
    const chronicle = written(event(2, lease, { actor: "kubelet" }), range);
    expect(chronicle.takeHappenings()).toEqual([]);
  });
});

describe("the fingerprint", () => {
  const first = event(2, pod("a"), { actor: "you", input: 1 });
  test("is the same for the same writes, up to the time that is asked for", () => {
    const [one, other] = [written(first, event(3, pod("b"))), written(first, event(3, pod("c")))];
    expect(one.fingerprint(1_000)).toBe(other.fingerprint(1_000));
    expect(one.fingerprint(1_000)).not.toBe(0);
    expect(one.fingerprint(2_000)).not.toBe(other.fingerprint(2_000));
  });

  test.each<readonly [string, EtcdEvent]>([
    ["another actor", event(2, pod("a"), { actor: "kubelet", input: 1 })],
    ["another input", event(2, pod("a"), { actor: "you", input: 2 })],
    ["another revision", event(3, pod("a"), { actor: "you", input: 1 })],
    ["another key", event(2, pod("b"), { actor: "you", input: 1 })],
  ])("differs with %s", (_, other) => {
    expect(written(other).fingerprint(Infinity)).not.toBe(written(first).fingerprint(Infinity));
  });

  test("is 0 before anything was written", () => {
    expect(written().fingerprint(Infinity)).toBe(0);
    expect(written(first).fingerprint(999)).toBe(0);
  });
});

test.each([
  ["v1", "Pod", "pods"],
  ["apps/v1", "ReplicaSet", "replicasets.apps"],
  ["discovery.k8s.io/v1", "EndpointSlice", "endpointslices.discovery.k8s.io"],
  ["example.com/v1", "Widget", "widget.example.com"],
])("%s %s is called %s", (apiVersion, kind, name) => {
  expect(resourceNameOf({ apiVersion, kind, metadata: { name: "x" } } as unknown as KubernetesObject)).toBe(name);
});
