import { fnv1a } from "../../base/hash.ts";
import type { AnyResource } from "../../api/resource.ts";
import { definitionName, definitions, hasDescriptions } from "../../api/schema.ts";
import { groupsOf } from "../discovery/groups.ts";
import { kubernetesVersion } from "../version.ts";
import { type Operation, type Parameter, type PathOperations, pathsOf } from "./operations.ts";
import { schemaReference, schemasFor } from "./schema-v3.ts";

const info = { title: "Kubernetes", version: kubernetesVersion.gitVersion };
const securityName = "BearerToken";
const security = { description: "Bearer Token authentication", in: "header", name: "authorization", type: "apiKey" };
const patchBodies = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"];
const metadata = ["io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions", "io.k8s.apimachinery.pkg.apis.meta.v1.Patch", "io.k8s.apimachinery.pkg.apis.meta.v1.Status", "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent"];

/** GET /openapi/v3: where the document of each group and version lies. The hash makes it cacheable for ever. */
export function indexV3(resources: readonly AnyResource[]) {
  const paths: Record<string, { readonly serverRelativeURL: string }> = {};
  for (const { group, versions } of groupsOf(resources)) {
    for (const each of versions) {
      const name = group === "" ? `api/${each.version}` : `apis/${group}/${each.version}`;
      paths[name] = { serverRelativeURL: `/openapi/v3/${name}?hash=${hashOf(each.resources)}` };
    }
  }
  return { paths };
}

/** The document of one group and version; undefined when there is none. */
export function documentV3(resources: readonly AnyResource[], group: string, version: string) {
  const own = resources.filter((resource) => resource.group === group && resource.version === version);
  if (own.length === 0) return undefined;
  const paths = pathsOf(group, version, own);
  return {
    openapi: "3.0.0",
    info,
    paths: Object.fromEntries(paths.map((each) => [each.path, pathV3(each)])),
    components: {
      schemas: schemasFor([...own.flatMap(({ definition }) => [definition, `${definition}List`]), ...shownBy(paths), ...metadata]),
      securitySchemes: { [securityName]: security },
    },
  };
}

/** GET /openapi/v2: everything in one document. */
export function documentV2(resources: readonly AnyResource[]) {
  const paths = groupsOf(resources).flatMap(({ group, versions }) => versions.flatMap((each) => pathsOf(group, each.version, each.resources)));
  return {
    swagger: "2.0",
    info,
    paths: Object.fromEntries(paths.map((each) => [each.path, pathV2(each)])),
    definitions,
    securityDefinitions: { [securityName]: security },
    security: [{ [securityName]: [] }],
  };
}

const hashOf = (resources: readonly AnyResource[]) => {
  const text = `${info.version} ${hasDescriptions() ? "described" : "bare"} ${resources.map(({ definition, subresources }) => `${definition}(${subresources.join(",")})`).join(" ")}`;
  return (fnv1a(text).toString(16).padStart(8, "0") + fnv1a(text, 7).toString(16).padStart(8, "0")).toUpperCase();
};

const shownBy = (paths: readonly PathOperations[]) => paths.flatMap(({ operations }) => operations.flatMap(({ kind }) => definitionName(kind) ?? []));

function pathV3({ parameters, operations }: PathOperations) {
  return { ...Object.fromEntries(operations.map((each) => [each.method, operationV3(each)])), parameters: parameters.map(parameterV3) };
}

function operationV3(each: Operation) {
  const body = bodyOf(each);
  return {
    ...facts(each),
    parameters: each.parameters.map(parameterV3),
    ...(body !== undefined && { requestBody: { content: Object.fromEntries(body.types.map((type) => [type, { schema: schemaReference(body.schema) }])), ...(each.method !== "delete" && { required: true }) } }),
    responses: { "200": { description: "OK", ...(contentOf(each) !== undefined && { content: contentOf(each) }) }, "401": { description: "Unauthorized" } },
  };
}

function contentOf(each: Operation) {
  const name = resultOf(each);
  return name === undefined ? undefined : { "application/json": { schema: schemaReference(name) }, "application/yaml": { schema: schemaReference(name) } };
}

function pathV2({ parameters, operations }: PathOperations) {
  return { ...Object.fromEntries(operations.map((each) => [each.method, operationV2(each)])), parameters: parameters.map(parameterV2) };
}

function operationV2(each: Operation) {
  const body = bodyOf(each);
  const result = resultOf(each);
  return {
    ...facts(each),
    consumes: body?.types ?? ["*/*"],
    produces: ["application/json", "application/yaml"],
    schemes: ["https"],
    parameters: [...(body === undefined ? [] : [{ in: "body", name: "body", required: each.method !== "delete", schema: { $ref: `#/definitions/${body.schema}` } }]), ...each.parameters.map(parameterV2)],
    responses: { "200": { description: "OK", ...(result !== undefined && { schema: { $ref: `#/definitions/${result}` } }) }, "401": { description: "Unauthorized" } },
  };
}

const facts = ({ action, kind }: Operation) => ({ "x-kubernetes-action": action, "x-kubernetes-group-version-kind": kind });

const parameterV3 = ({ name, in: place, type, description }: Parameter) => ({ name, in: place, description, ...(place === "path" && { required: true }), schema: { type, uniqueItems: true } });

const parameterV2 = ({ name, in: place, type, description }: Parameter) => ({ name, in: place, description, type, uniqueItems: true, ...(place === "path" && { required: true }) });

function bodyOf({ method, kind, hasBody }: Operation): { readonly schema: string; readonly types: readonly string[] } | undefined {
  if (!hasBody) return undefined;
  if (method === "patch") return { schema: "io.k8s.apimachinery.pkg.apis.meta.v1.Patch", types: patchBodies };
  if (method === "delete") return { schema: "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions", types: ["*/*"] };
  const schema = definitionName(kind);
  return schema === undefined ? undefined : { schema, types: ["*/*"] };
}

function resultOf({ action, method, kind }: Operation): string | undefined {
  if (method === "delete") return "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
  const name = definitionName(kind);
  if (name === undefined || action !== "list") return name;
  return definitions[`${name}List`] === undefined ? name : `${name}List`;
}
