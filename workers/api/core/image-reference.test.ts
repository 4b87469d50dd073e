import { expect, test } from "vitest";
import { defaultPullPolicy, parseImageReference } from "./image-reference.ts";

test.each([
  ["nginx", "nginx", "latest", ""],
  ["nginx:1.27", "nginx", "1.27", ""],
  ["registry:5000/team/web", "registry:5000/team/web", "latest", ""],
  ["registry:5000/team/web:1.2", "registry:5000/team/web", "1.2", ""],
  ["web@sha256:abc", "web", "", "sha256:abc"],
  ["web:1@sha256:abc", "web", "1", "sha256:abc"],
])("%s is %s at %j %j", (image, repository, tag, digest) => {
  expect(parseImageReference(image)).toEqual({ repository, tag, digest });
});

test.each<readonly [string | undefined, string]>([
  ["nginx", "Always"],
  ["nginx:latest", "Always"],
  ["Registry.example.com/team/web_app", "Always"],
  ["localhost:5000/a--b/c.d", "Always"],
  ["nginx:1.27", "IfNotPresent"],
  ["nginx@sha256:abc", "IfNotPresent"],
  ["<YOUR-CONTAINER>", "IfNotPresent"],
  ["Nginx", "IfNotPresent"],
  ["a//b", "IfNotPresent"],
  ["", "IfNotPresent"],
  [undefined, "IfNotPresent"],
])("%j is pulled %s", (image, policy) => {
  expect(defaultPullPolicy(image)).toBe(policy);
});
