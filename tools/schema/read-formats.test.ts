import { expect, test } from "vitest";
import { groupVersionsOf, parseFormats } from "./read-formats.ts";

const model = `export class V1ContainerPort {
    constructor() {
    }
}
V1ContainerPort.discriminator = undefined;
V1ContainerPort.attributeTypeMap = [
    {
        "name": "containerPort",
        "baseName": "containerPort",
        "type": "number",
        "format": "int32"
    },
    {
        "name": "_default",
        "baseName": "default",
        "type": "any",
        "format": ""
    }
];
//# sourceMappingURL=V1ContainerPort.js.map`;

test("formats are known by the names that fields have on the wire", () => {
  expect([...parseFormats(model)]).toEqual([
    ["containerPort", "int32"],
    ["default", ""],
  ]);
});

test("a model without fields has an empty table", () => {
  expect(parseFormats("V1Empty.attributeTypeMap = [];").size).toBe(0);
});

test("a file without a table is refused", () => {
  expect(() => parseFormats("export class V1Pod {}")).toThrow("attributeTypeMap");
});

test("group versions are read off class names, by the first word of the group", () => {
  const exports = "export { ObjectAppsApi as AppsApi, ObjectAppsV1Api as AppsV1Api, ObjectRbacAuthorizationV1Api as RbacAuthorizationV1Api, ObjectResourceV1beta1Api as ResourceV1beta1Api } from './types/ObjectParamAPI.js';";
  expect([...groupVersionsOf(exports)]).toEqual(["apps/v1", "rbac/v1", "resource/v1beta1"]);
});
