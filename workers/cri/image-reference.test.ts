import { describe, expect, test } from "vitest";
import { parseImageReference } from "./image-reference.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("names", () => {
  const cases: readonly [string, string][] = [
    ["nginx", "docker.io/library/nginx:latest"],
    ["nginx:1.27", "docker.io/library/nginx:1.27"],
    ["library/nginx", "docker.io/library/nginx:latest"],
    ["docker.io/nginx", "docker.io/library/nginx:latest"],
    ["index.docker.io/library/nginx:1", "docker.io/library/nginx:1"],
    ["hashicorp/http-echo:1.0", "docker.io/hashicorp/http-echo:1.0"],
    ["registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.10"],
    ["registry.k8s.io/e2e-test-images/agnhost:2.40", "registry.k8s.io/e2e-test-images/agnhost:2.40"],
    ["localhost/app", "localhost/app:latest"],
    ["localhost:5000/app:dev", "localhost:5000/app:dev"],
    ["my-registry.example:443/a/b/c", "my-registry.example:443/a/b/c:latest"],
    [`nginx@${digest}`, `docker.io/library/nginx@${digest}`],
    [`nginx:1.27@${digest}`, `docker.io/library/nginx:1.27@${digest}`],
    ["a_b/c__d-e.f", "docker.io/a_b/c__d-e.f:latest"],
  ];
  test.each(cases)("%s", (text, name) => {
    const parsed = parseImageReference(text);
    expect("reference" in parsed && parsed.reference.name).toBe(name);
  });
});

describe("no names", () => {
  const cases: readonly [string, string][] = [
    ["", "invalid reference format"],
    ["nginx:", "invalid reference format"],
    ["nginx::1", "invalid reference format"],
    [":1.27", "invalid reference format"],
    ["nginx:1.27:2", "invalid reference format"],
    ["nginx 1.27", "invalid reference format"],
    ["Nginx", "invalid reference format: repository name (library/Nginx) must be lowercase"],
    ["myTeam/App", "invalid reference format: repository name (myTeam/App) must be lowercase"],
    ["-nginx", "invalid reference format"],
    ["nginx-", "invalid reference format"],
    ["nginx@sha256:short", "invalid reference format"],
    ["nginx:-x", "invalid reference format"],
    ["a//b", "invalid reference format"],
    [`a/${"b".repeat(260)}`, "repository name must not be more than 255 characters"],
  ];
  test.each(cases)("%j", (text, error) => expect(parseImageReference(text)).toEqual({ error }));
});
