import { beforeEach, describe, expect, test } from "vitest";
import { createRandom } from "../sim/random.ts";
import { Simulation } from "../sim/simulation.ts";
import { questionIn, queryMessage, responseIn, responseMessage, type DnsResponse } from "./dns-message.ts";
import { createFabric, type Fabric } from "./fabric.ts";
import type { NetworkNamespace } from "./namespace.ts";
import type { NetworkError } from "./network-error.ts";
import { Resolver } from "./resolver.ts";

let simulation: Simulation;
let fabric: Fabric;
let pod: NetworkNamespace;
let hosts: string;
let resolvConf: string;
let asked: string[];

const records: Readonly<Record<string, DnsResponse>> = {
  "web.default.svc.cluster.local": { code: "NOERROR", answers: [{ name: "web.default.svc.cluster.local", type: "A", ttl: 30, data: "10.96.0.5" }] },
  "alias.default.svc.cluster.local": {
    code: "NOERROR",
    answers: [
      { name: "alias.default.svc.cluster.local", type: "CNAME", ttl: 30, data: "example.com" },
      { name: "example.com", type: "A", ttl: 30, data: "93.184.215.14" },
    ],
  },
  "example.com": { code: "NOERROR", answers: [{ name: "example.com", type: "A", ttl: 30, data: "93.184.215.14" }] },
  "broken.default.svc.cluster.local": { code: "SERVFAIL", answers: [] },
  "empty.default.svc.cluster.local": { code: "NOERROR", answers: [] },
};

beforeEach(() => {
  simulation = new Simulation({ start: 0, turn: () => new Promise((resolve) => setImmediate(resolve)) });
  fabric = createFabric({ clock: simulation, random: createRandom("resolver") });
  pod = fabric.addNode("node-1", ["192.168.0.1"]).host;
  hosts = "127.0.0.1 localhost\n10.1.2.3 static.example\n";
  resolvConf = "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 192.168.0.2\noptions ndots:5\n";
  asked = [];
  serve(fabric.addNode("node-2", ["192.168.0.2"]).host);
});

function serve(namespace: NetworkNamespace): void {
  namespace.listenUdp({ port: 53 }, ({ payload }) => {
    const question = questionIn(payload)!;
    asked.push(question.name);
    return responseMessage(records[question.name] ?? { code: "NXDOMAIN", answers: [] });
  });
}

async function finish<T>(work: Promise<T>): Promise<{ readonly value?: T; readonly code?: string; readonly took: number }> {
  const begun = simulation.now();
  let outcome: { value?: T; code?: string; took: number } | undefined;
  work.then(
    (value) => void (outcome = { value, took: simulation.now() - begun }),
    (error: NetworkError) => void (outcome = { code: error.code, took: simulation.now() - begun }),
  );
  await simulation.settle();
  while (outcome === undefined && (await simulation.step(Infinity)));
  return outcome!;
}

const resolve = (name: string) => finish(new Resolver(pod, { hosts: () => hosts, resolvConf: () => resolvConf }).resolve(name));

describe("names", () => {
  const cases: readonly [string, readonly string[], readonly string[]][] = [
    ["web", ["10.96.0.5"], ["web.default.svc.cluster.local"]],
    ["WEB", ["10.96.0.5"], ["web.default.svc.cluster.local"]],
    ["web.default", ["10.96.0.5"], ["web.default.default.svc.cluster.local", "web.default.svc.cluster.local"]],
    ["web.default.svc", ["10.96.0.5"], ["web.default.svc.default.svc.cluster.local", "web.default.svc.svc.cluster.local", "web.default.svc.cluster.local"]],
    ["web.default.svc.cluster.local.", ["10.96.0.5"], ["web.default.svc.cluster.local"]],
    ["alias", ["93.184.215.14"], ["alias.default.svc.cluster.local"]],
    ["example.com", ["93.184.215.14"], ["example.com.default.svc.cluster.local", "example.com.svc.cluster.local", "example.com.cluster.local", "example.com"]],
    ["static.example", ["10.1.2.3"], []],
    ["localhost", ["127.0.0.1"], []],
    ["10.9.8.7", ["10.9.8.7"], []],
  ];
  test.each(cases)("%s", async (name, addresses, questions) => {
    expect((await resolve(name)).value).toEqual(addresses);
    expect(asked).toEqual(questions);
  });

  test.each([
    ["nosuch", "ENOTFOUND"],
    ["broken", "EAI_AGAIN"],
    ["empty", "ENOTFOUND"],
  ])("%s is refused with %s", async (name, code) => {
    expect((await resolve(name)).code).toBe(code);
  });
});

describe("servers", () => {
  test("one that does not answer costs five seconds, twice", async () => {
    fabric.powerOff("node-2");
    expect(await resolve("web")).toEqual({ code: "EAI_AGAIN", took: 10_000 });
  });

  test("the next one is asked when the first is silent", async () => {
    resolvConf = `nameserver 192.168.0.9\n${resolvConf}`;
    expect(await resolve("web")).toMatchObject({ value: ["10.96.0.5"], took: 5002 });
  });

  test("one that refuses is passed over at once", async () => {
    resolvConf = resolvConf.replace("192.168.0.2", "192.168.0.1\nnameserver 192.168.0.2");
    expect(await resolve("web")).toMatchObject({ value: ["10.96.0.5"], took: 2 });
  });

  test("without any, the machine itself is asked", async () => {
    resolvConf = "search default.svc.cluster.local\noptions ndots:5\n";
    expect((await resolve("web")).code).toBe("EAI_AGAIN");
    serve(pod);
    expect((await resolve("web")).value).toEqual(["10.96.0.5"]);
  });

  test("the files are read anew each time", async () => {
    expect((await resolve("later")).code).toBe("ENOTFOUND");
    hosts += "10.5.5.5 later\n";
    expect((await resolve("later")).value).toEqual(["10.5.5.5"]);
  });
});

test("a failed lookup leaves a trace that says where it searched", async () => {
  await resolve("nosuch");
  expect(fabric.traces().at(-1)).toMatchObject({ protocol: "DNS", to: "nosuch", ok: false, outcome: "no such host" });
  expect(fabric.traces().at(-1)?.hops.at(-1)).toBe("DNS: nosuch does not exist, searched in default.svc.cluster.local, svc.cluster.local, cluster.local");
});

test("messages are recognised, and nothing else", () => {
  const question = { name: "web", type: "A" } as const;
  expect(questionIn(queryMessage(question))).toEqual(question);
  expect(responseIn(responseMessage({ code: "NXDOMAIN", answers: [] }))).toEqual({ code: "NXDOMAIN", answers: [] });
  expect([questionIn("web"), questionIn(null), responseIn(queryMessage(question)), responseIn(undefined)]).toEqual([undefined, undefined, undefined, undefined]);
});
