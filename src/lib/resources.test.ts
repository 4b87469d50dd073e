import { describe, expect, test } from "vitest";
import { controllerOf, kindOf, resourceOfKind, shortKindOf } from "./resources.ts";

describe("names of resources", () => {
  test.each([
    ["apps/v1", "Deployment", "deployments.apps"],
    ["v1", "Pod", "pods"],
    ["batch/v1", "CronJob", "cronjobs.batch"],
    ["discovery.k8s.io/v1", "EndpointSlice", "endpointslices.discovery.k8s.io"],
    ["v1", "Deployment", undefined],
    ["example.com/v1", "Widget", undefined],
    [undefined, "Node", "nodes"],
  ])("%s %s is %s", (apiVersion, kind, resource) => {
    expect(resourceOfKind(apiVersion, kind)).toBe(resource);
  });

  test("unknown resources are called by what they are", () => {
    expect(kindOf("widgets.example.com")).toBe("widgets.example.com");
    expect(shortKindOf("deployments.apps")).toBe("deployment");
    expect(kindOf("deployments.apps")).toBe("Deployment");
  });
});

test("only the owner that controls counts", () => {
  const owner = (name: string, controller?: boolean) => ({ apiVersion: "v1", kind: "Node", name, uid: name, controller });
  expect(controllerOf([owner("a"), owner("b", true)])?.name).toBe("b");
  expect(controllerOf([owner("a", false)])).toBeUndefined();
  expect(controllerOf(undefined)).toBeUndefined();
});
