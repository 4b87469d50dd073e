import { describe, expect, test } from "vitest";
import { candidates, formatResolvConf, parseResolvConf } from "./resolv-conf.ts";
import { parseHosts } from "./hosts-file.ts";

const cluster = "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n";

test("what the runtime writes is what the resolver reads", () => {
  const text = formatResolvConf(["10.96.0.10"], ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"], ["ndots:5"]);
  expect(text).toBe(cluster);
  expect(parseResolvConf(text)).toEqual({ servers: ["10.96.0.10"], searches: ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"], ndots: 5, timeout: 5000, attempts: 2 });
});

describe("reading", () => {
  const cases: readonly [string, string, object][] = [
    ["an empty file", "", { servers: [], searches: [], ndots: 1, timeout: 5000, attempts: 2 }],
    ["three servers at most", "nameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\nnameserver 4.4.4.4\n", { servers: ["1.1.1.1", "2.2.2.2", "3.3.3.3"] }],
    ["the last search wins", "search a.example\nsearch b.example c.example\n", { searches: ["b.example", "c.example"] }],
    ["options", "options timeout:1 attempts:3\noptions ndots:2 rotate\n", { ndots: 2, timeout: 1000, attempts: 3 }],
    ["bounds", "options ndots:99 timeout:99 attempts:99\n", { ndots: 15, timeout: 30_000, attempts: 5 }],
    ["nonsense values", "options ndots:x timeout:0 attempts:0\n", { ndots: 1, timeout: 1000, attempts: 1 }],
    ["comments", "# search x\n; nameserver 9.9.9.9\nnameserver 1.1.1.1 # mine\n", { servers: ["1.1.1.1"], searches: [] }],
  ];
  test.each(cases)("%s", (_name, text, expected) => expect(parseResolvConf(text)).toMatchObject(expected));
});

describe("names to ask for", () => {
  const conf = parseResolvConf(cluster);
  const cases: readonly [string, readonly string[]][] = [
    ["web", ["web.default.svc.cluster.local", "web.svc.cluster.local", "web.cluster.local", "web"]],
    ["web.prod", ["web.prod.default.svc.cluster.local", "web.prod.svc.cluster.local", "web.prod.cluster.local", "web.prod"]],
    ["a.b.c.d.e.f", ["a.b.c.d.e.f", "a.b.c.d.e.f.default.svc.cluster.local", "a.b.c.d.e.f.svc.cluster.local", "a.b.c.d.e.f.cluster.local"]],
    ["example.com.", ["example.com"]],
  ];
  test.each(cases)("%s", (name, expected) => expect(candidates(name, conf)).toEqual(expected));
});

test("the hosts file", () => {
  const table = parseHosts("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n10.244.1.5\tweb-0.web.default.svc.cluster.local\tweb-0\n\n10.1.1.1 Foo foo.local # alias\n10.1.1.2 foo\n");
  expect(table.get("web-0")).toEqual(["10.244.1.5"]);
  expect(table.get("foo")).toEqual(["10.1.1.1", "10.1.1.2"]);
  expect(table.get("alias")).toBeUndefined();
});
