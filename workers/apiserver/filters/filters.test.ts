import { describe, expect, test } from "vitest";
import type { UserInfo } from "../../apimachinery/wire.ts";
import { Pods } from "../../api/core/pod.ts";
import { admin, startApiServer } from "../../testing/api-server.ts";
import { tokenTable } from "./authentication.ts";
import { type Authorizer, unionAuthorizer } from "./authorization.ts";

const pods = "/api/v1/namespaces/default/pods";
const jane: UserInfo = { username: "jane", groups: ["dev"] };

describe("authentication", () => {
  const tokens = [tokenTable({ secret: jane })];
  const who = async (headers: Record<string, string>, user?: UserInfo) => {
    const world = await startApiServer({ tokens });
    const { status } = await world.server.handle({ method: "GET", path: pods, headers, ...(user && { user }) });
    return status === 200 ? world.server.requests.all().at(-1)?.user : status;
  };

  test.each([
    [{}, "system:anonymous"],
    [{ authorization: "Bearer secret" }, "jane"],
    [{ authorization: "bearer secret" }, "jane"],
    [{ authorization: "Basic c2VjcmV0" }, "system:anonymous"],
    [{ authorization: "Bearer wrong" }, 401],
  ])("%j is %s", async (headers, expected) => {
    expect(await who(headers as Record<string, string>)).toBe(expected);
  });

  test("believes a transport that knows its caller", async () => {
    expect(await who({ authorization: "Bearer wrong" }, admin)).toBe("kubernetes-admin");
  });

  test("answers a wrong token with a Status", async () => {
    const world = await startApiServer({ tokens });
    const { body } = await world.server.handle({ method: "GET", path: pods, headers: { authorization: "Bearer wrong" } });
    expect(body).toMatchObject({ kind: "Status", code: 401, reason: "Unauthorized", message: "Unauthorized" });
  });

  test("counts whoever is known among the authenticated", async () => {
    const seen: UserInfo[] = [];
    const authorizer: Authorizer = { authorize: ({ user }) => (seen.push(user), { kind: "allow", reason: "" }) };
    const world = await startApiServer({ authorizer });
    await world.server.handle({ method: "GET", path: pods, user: jane });
    await world.server.handle({ method: "GET", path: pods });
    expect(seen.map(({ groups }) => groups)).toEqual([["dev", "system:authenticated"], ["system:unauthenticated"]]);
  });
});

describe("authorization", () => {
  const deny: Authorizer = { authorize: () => ({ kind: "no opinion", reason: "" }) };

  test.each([
    ["GET", pods, {}, 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"'],
    ["GET", `${pods}/web`, {}, 'pods "web" is forbidden: User "jane" cannot get resource "pods" in API group "" in the namespace "default"'],
    ["GET", `${pods}/web/log`, {}, 'pods "web" is forbidden: User "jane" cannot get resource "pods/log" in API group "" in the namespace "default"'],
    ["GET", "/api/v1/nodes", {}, 'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope'],
    ["GET", pods, { watch: "true" }, 'pods is forbidden: User "jane" cannot watch resource "pods" in API group "" in the namespace "default"'],
    ["PATCH", "/apis/apps/v1/namespaces/default/deployments/web", {}, 'deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments" in API group "apps" in the namespace "default"'],
    ["GET", "/metrics", {}, 'forbidden: User "jane" cannot get path "/metrics"'],
  ] as const)("%s %s %j: %s", async (method, path, query, message) => {
    const world = await startApiServer({ authorizer: deny });
    const { status, body } = await world.server.handle({ method, path, query, user: jane });
    expect(status).toBe(403);
    expect(body).toMatchObject({ reason: "Forbidden", message });
  });

  test("refuses streams as well", async () => {
    const world = await startApiServer({ authorizer: deny });
    let code = 0;
    let closed = false;
    world.server.stream({ method: "GET", path: pods, query: { watch: "true" }, user: jane }, {
      opened: ({ status }) => {
        code = status;
      },
      chunk() {},
      closed: () => {
        closed = true;
      },
    });
    expect([code, closed]).toEqual([403, true]);
  });

  test("lets the masters do everything", async () => {
    const world = await startApiServer({ authorizer: deny });
    expect((await world.request("GET", pods)).status).toBe(200);
  });

  test("asks one authorizer after the other", () => {
    const says = (kind: "allow" | "deny" | "no opinion", reason: string): Authorizer => ({ authorize: () => ({ kind, reason }) });
    const decide = (...authorizers: readonly Authorizer[]) => unionAuthorizer(...authorizers).authorize({ user: jane, info: undefined as never });
    expect(decide(says("no opinion", "a"), says("allow", "b"), says("deny", "c"))).toEqual({ kind: "allow", reason: "b" });
    expect(decide(says("no opinion", "a"), says("deny", "b"))).toEqual({ kind: "deny", reason: "b" });
    expect(decide(says("no opinion", "a"), says("no opinion", ""), says("no opinion", "c"))).toEqual({ kind: "no opinion", reason: "a\nc" });
  });
});

describe("the record of requests", () => {
  test("tells who asked for what, when, and how it was answered", async () => {
    const world = await startApiServer();
    await world.run(5);
    await world.request("GET", `${pods}/web`);
    expect(world.server.requests.all().at(-1)).toMatchObject({ user: "kubernetes-admin", verb: "get", path: `${pods}/web`, code: 404, message: 'pods "web" not found', at: world.simulation.now() });
  });

  test("keeps the latest, and tells a listener of each", async () => {
    const world = await startApiServer();
    const heard: number[] = [];
    world.server.requests.listen(({ sequence }) => void heard.push(sequence));
    for (let index = 0; index < 1500; index++) await world.request("GET", "/version");
    const records = world.server.requests.all();
    expect(records).toHaveLength(1000);
    expect(records.at(-1)?.sequence).toBe(heard.at(-1));
    expect(records[0]?.sequence).toBe(heard.at(-1)! - 999);
    expect(heard).toHaveLength(1500);
  });
});

test("the field manager is the program in the user agent, unless it is stated", async () => {
  const world = await startApiServer();
  const managerOf = async (name: string, headers: Record<string, string>, query: Record<string, string> = {}) => {
    await world.request("POST", pods, { headers, query, body: { metadata: { name }, spec: { containers: [{ name: "web", image: "nginx" }] } } });
    return (await world.client.get(Pods, { namespace: "default", name })).metadata.managedFields?.[0]?.manager;
  };
  expect(await managerOf("a", { "user-agent": "kubectl/v1.36.0 (linux/amd64)" })).toBe("kubectl");
  expect(await managerOf("b", { "user-agent": "kubectl/v1.36.0" }, { fieldManager: "kubectl-create" })).toBe("kubectl-create");
  expect(await managerOf("c", {})).toBe("unknown");
});
