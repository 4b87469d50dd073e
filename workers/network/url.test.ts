import { expect, test } from "vitest";
import { parseUrl } from "./url.ts";

const cases: readonly [string, string, string, number, string][] = [
  ["http://web", "http", "web", 80, "/"],
  ["web", "http", "web", 80, "/"],
  ["web:8080/healthz", "http", "web", 8080, "/healthz"],
  ["https://kubernetes.default.svc/api?x=1#top", "https", "kubernetes.default.svc", 443, "/api?x=1"],
  ["http://10.0.0.1:30080", "http", "10.0.0.1", 30080, "/"],
  ["http://web?x=1", "http", "web", 80, "/?x=1"],
  ["HTTP://Web/A", "http", "Web", 80, "/A"],
  ["http://user:secret@web/", "http", "web", 80, "/"],
  ["redis://cache", "redis", "cache", 6379, "/"],
  ["localhost:8080", "http", "localhost", 8080, "/"],
];

test.each(cases)("%s", (text, scheme, host, port, path) => {
  expect(parseUrl(text)).toEqual({ scheme, host, port, path });
});

test.each(["", "http://", "http://web:99999/", "http://web:x/"])("%j is no URL", (text) => {
  expect(parseUrl(text)).toBeUndefined();
});
