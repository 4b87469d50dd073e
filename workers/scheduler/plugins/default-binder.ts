import { ApiError } from "../../apimachinery/status.ts";
import { Pods } from "../../api/core/pod.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { Client } from "../../client/client.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { BindPlugin } from "../framework/plugin.ts";
import { failed, fits } from "../framework/status.ts";

/** Binds a pod to its node by creating a Binding. */
export function defaultBinder(client: Client, actor: string): BindPlugin {
  return {
    name: "DefaultBinder",

    async bind({ namespace, name, uid }, nodeName, revision) {
      const binding = { apiVersion: "v1", kind: "Binding", metadata: { namespace, name, uid }, target: { kind: "Node", name: nodeName } };
      try {
        await client.because({ actor, revision }).createSubresource(Pods as unknown as AnyResource, { namespace, name }, "binding", binding);
        return fits;
      } catch (error) {
        if (error instanceof ApiError || error instanceof ConnectionError) return failed(error.message);
        throw error;
      }
    },
  };
}
