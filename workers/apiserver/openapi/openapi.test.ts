import { expect, test } from "vitest";
import { descriptions } from "../../api/descriptions.ts";
import { kinds } from "../../api/kinds.ts";
import { addDescriptions, type Definitions } from "../../api/schema.ts";
import type { Exchange } from "../exchange.ts";
import { OpenApi } from "./openapi.ts";

const core = "io.k8s.api.core.v1.";
const openApi = new OpenApi(() => kinds);

function ask<Body>(path: string): Body {
  const info = { path } as Exchange["info"];
  return openApi.serve({ info, request: { method: "GET", path } } as Exchange)?.body as Body;
}

const v2 = () => ask<{ readonly definitions: Definitions }>("/openapi/v2");
const v3 = () => ask<{ readonly components: { readonly schemas: Definitions } }>("/openapi/v3/api/v1");
const address = () => ask<{ readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>> }>("/openapi/v3").paths["api/v1"]?.serverRelativeURL;

test("documents are made once, and once more when descriptions have come", () => {
  const before = { v2: v2(), v3: v3(), address: address() };
  expect([v2(), v3(), address()]).toEqual([before.v2, before.v3, before.address]);
  expect(v3()).toBe(before.v3);
  expect(before.v3.components.schemas[`${core}Pod`]?.description).toBeUndefined();

  addDescriptions(descriptions);
  expect(v2().definitions[`${core}Pod`]?.description).toMatch(/^Pod is a collection/);
  expect(v3().components.schemas[`${core}Pod`]?.description).toMatch(/^Pod is a collection/);
  expect(v3().components.schemas[`${core}PodSpec`]?.properties?.nodeName?.description).toMatch(/^NodeName indicates/);
  expect(address()).toMatch(/^\/openapi\/v3\/api\/v1\?hash=[0-9A-F]{16}$/);
  expect(address()).not.toBe(before.address);

  const after = v3();
  expect(v3()).toBe(after);
});
