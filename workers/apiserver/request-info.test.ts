import { expect, test } from "vitest";
import type { ApiRequest, Method } from "../apimachinery/wire.ts";
import { isStreaming, isTrue, repeatedValues, requestInfo } from "./request-info.ts";

const info = (method: Method, path: string, query?: ApiRequest["query"]) => {
  const { verb, group, version, namespace, resource, name, subresource, rest } = requestInfo({ method, path, ...(query && { query }) });
  return [verb, group, version, namespace, resource, name, subresource, rest].join("|");
};

test.each<[Method, string, ApiRequest["query"], string]>([
  ["GET", "/api/v1/pods", undefined, "list||v1||pods|||"],
  ["GET", "/api/v1/namespaces/default/pods", undefined, "list||v1|default|pods|||"],
  ["GET", "/api/v1/namespaces/default/pods/web", undefined, "get||v1|default|pods|web||"],
  ["HEAD", "/api/v1/namespaces/default/pods/web", undefined, "get||v1|default|pods|web||"],
  ["GET", "/api/v1/namespaces/default/pods/web/log", undefined, "get||v1|default|pods|web|log|"],
  ["GET", "/api/v1/namespaces/default/services/web/proxy/a/b", undefined, "get||v1|default|services|web|proxy|a/b"],
  ["POST", "/apis/apps/v1/namespaces/default/deployments", undefined, "create|apps|v1|default|deployments|||"],
  ["PUT", "/apis/apps/v1/namespaces/default/deployments/web/scale", undefined, "update|apps|v1|default|deployments|web|scale|"],
  ["PATCH", "/api/v1/nodes/node-1", undefined, "patch||v1||nodes|node-1||"],
  ["DELETE", "/api/v1/namespaces/default/pods/web", undefined, "delete||v1|default|pods|web||"],
  ["DELETE", "/api/v1/namespaces/default/pods", undefined, "deletecollection||v1|default|pods|||"],
  ["GET", "/api/v1/namespaces", undefined, "list||v1||namespaces|||"],
  ["GET", "/api/v1/namespaces/default", undefined, "get||v1|default|namespaces|default||"],
  ["PUT", "/api/v1/namespaces/default/finalize", undefined, "update||v1|default|namespaces|default|finalize|"],
  ["PUT", "/api/v1/namespaces/default/status", undefined, "update||v1|default|namespaces|default|status|"],
  ["GET", "/api/v1/pods", { watch: "true" }, "watch||v1||pods|||"],
  ["GET", "/api/v1/pods", { watch: "1" }, "watch||v1||pods|||"],
  ["GET", "/api/v1/pods", { watch: "false" }, "list||v1||pods|||"],
  ["GET", "/api/v1/watch/namespaces/default/pods", undefined, "watch||v1|default|pods|||"],
  ["GET", "/api/v1/namespaces/default/pods", { fieldSelector: "metadata.name=web" }, "list||v1|default|pods|web||"],
  ["GET", "/api/v1/namespaces/default/pods", { fieldSelector: "metadata.name=web,status.phase=Running" }, "list||v1|default|pods|||"],
  ["GET", "/api/v1", undefined, "get|||||||"],
  ["GET", "/apis/apps/v1", undefined, "get|||||||"],
  ["POST", "/healthz", undefined, "post|||||||"],
])("%s %s %j is %s", (method, path, query, expected) => {
  expect(info(method, path, query)).toBe(expected);
});

test("a path means the same when it is asked for again, with and without a watch", () => {
  const path = "/api/v1/namespaces/again/pods";
  expect(requestInfo({ method: "GET", path })).toBe(requestInfo({ method: "GET", path }));
  expect(requestInfo({ method: "GET", path, query: { watch: "true" } }).verb).toBe("watch");
  expect(requestInfo({ method: "GET", path }).verb).toBe("list");
});

test.each<[Method, string, ApiRequest["query"], boolean]>([
  ["GET", "/api/v1/pods", { watch: "true" }, true],
  ["GET", "/api/v1/pods", {}, false],
  ["GET", "/api/v1/namespaces/default/pods/web/log", { follow: "true" }, true],
  ["GET", "/api/v1/namespaces/default/pods/web/log", {}, false],
  ["POST", "/api/v1/namespaces/default/pods/web/exec", {}, true],
  ["GET", "/api/v1/namespaces/default/pods/web/portforward", {}, true],
  ["GET", "/api/v1/namespaces/default/pods/web/status", {}, false],
])("%s %s %j is a stream: %s", (method, path, query, expected) => {
  expect(isStreaming({ method, path, ...(query && { query }) })).toBe(expected);
});

test.each([["true", true], ["1", true], ["yes", true], ["", false], ["0", false], ["false", false], ["False", false], [undefined, false]])("%j is true: %s", (value, expected) => {
  expect(isTrue(value)).toBe(expected);
});

test("a parameter that came several times is taken apart", () => {
  expect(repeatedValues("sh\u0000-c\u0000echo a\nb")).toEqual(["sh", "-c", "echo a\nb"]);
  expect(repeatedValues(undefined)).toEqual([]);
});
