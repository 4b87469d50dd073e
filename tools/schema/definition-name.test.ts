import { describe, expect, test } from "vitest";
import { apiDefinitionName, capitalize, clientModelNames, machineryDefinitionName, placeOf } from "./definition-name.ts";

describe("names of definitions", () => {
  test.each([
    ["core", "v1", "Pod", "io.k8s.api.core.v1.Pod"],
    ["apps", "v1", "Deployment", "io.k8s.api.apps.v1.Deployment"],
    ["apiextensions", "v1", "JSON", "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON"],
    ["apiregistration", "v1", "APIService", "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService"],
    ["meta", "v1", "ObjectMeta", "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"],
  ])("%s/%s %s", (group, version, kind, expected) => {
    expect(apiDefinitionName(group, version, kind)).toBe(expected);
  });

  test.each([
    ["apis/meta/v1/Time", "io.k8s.apimachinery.pkg.apis.meta.v1.Time"],
    ["api/resource/Quantity", "io.k8s.apimachinery.pkg.api.resource.Quantity"],
    ["version/Info", "io.k8s.apimachinery.pkg.version.Info"],
  ])("apimachinery's %s", (path, expected) => {
    expect(machineryDefinitionName(path)).toBe(expected);
  });
});

describe("places of generated types", () => {
  test.each([
    ["io.k8s.api.core.v1.Pod", "core/v1", "Pod"],
    ["io.k8s.api.rbac.v1.Role", "rbac/v1", "Role"],
    ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition", "apiextensions/v1", "CustomResourceDefinition"],
    ["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "meta/v1", "ObjectMeta"],
    ["io.k8s.apimachinery.pkg.api.resource.Quantity", "meta/v1", "Quantity"],
    ["io.k8s.apimachinery.pkg.util.intstr.IntOrString", "meta/v1", "IntOrString"],
    ["io.k8s.apimachinery.pkg.runtime.RawExtension", "meta/v1", "RawExtension"],
    ["io.k8s.apimachinery.pkg.version.Info", "version/info", "Info"],
  ])("%s lives in %s", (name, file, shortName) => {
    expect(placeOf(name)).toEqual({ file, shortName });
  });
});

test("client-node's names carry the group only where they must, so the longer name is tried first", () => {
  expect(clientModelNames("io.k8s.api.core.v1.EndpointPort")).toEqual(["CoreV1EndpointPort", "V1EndpointPort"]);
  expect(clientModelNames("io.k8s.apimachinery.pkg.version.Info")).toEqual(["PkgVersionInfo", "VersionInfo"]);
});

test.each([
  ["core", "Core"],
  ["v1beta1", "V1beta1"],
  ["", ""],
])("capitalize %j", (text, expected) => {
  expect(capitalize(text)).toBe(expected);
});
