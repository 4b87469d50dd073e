import type { Volume as VolumeSpec } from "../../api/generated/core/v1.ts";
import { aggregate } from "../../apimachinery/validation.ts";
import { expected } from "../defect.ts";
import { createDirectory } from "../host-disk.ts";
import type { Payload } from "./payload.ts";
import { configMapPayload, downwardPayload, projectionPayload, secretPayload } from "./projections.ts";
import { type MountContext, type VolumePlugin, volumePath } from "./volume-plugin.ts";
import { writePayload } from "./write-payload.ts";

const regularFile = 0o644;

/** A volume whose files Kubernetes writes, and keeps up to date. */
function payloadPlugin(name: string, supports: (spec: VolumeSpec) => boolean, payload: (spec: VolumeSpec, context: MountContext) => Payload | Promise<Payload>): VolumePlugin {
  return {
    name,
    supports,
    refreshes: true,
    async setUp(spec, context) {
      const files = await payload(spec, context);
      const volume = context.disk.directory(volumePath(context.facts.pod, name, spec.name));
      writePayload(volume, files);
      return volume;
    },
  };
}

export const configMapPlugin = payloadPlugin(
  "kubernetes.io~configmap",
  ({ configMap }) => configMap !== undefined,
  ({ configMap = {} }, context) => configMapPayload(configMap, context),
);

export const secretPlugin = payloadPlugin(
  "kubernetes.io~secret",
  ({ secret }) => secret !== undefined,
  ({ secret = {} }, context) => secretPayload({ ...secret, name: secret.secretName ?? "" }, context),
);

export const downwardApiPlugin = payloadPlugin(
  "kubernetes.io~downward-api",
  ({ downwardAPI }) => downwardAPI !== undefined,
  ({ downwardAPI = {} }, context) => downwardPayload(downwardAPI.items, downwardAPI.defaultMode ?? regularFile, context),
);

export const projectedPlugin = payloadPlugin("kubernetes.io~projected", ({ projected }) => projected !== undefined, projectedPayload);

/** All sources into one directory; every source that fails is told of. */
async function projectedPayload({ projected = {} }: VolumeSpec, context: MountContext): Promise<Payload> {
  const files = new Map<string, { readonly content: string; readonly mode: number }>();
  const complaints: string[] = [];
  for (const source of projected.sources ?? []) {
    try {
      for (const [path, file] of await projectionPayload(source, projected.defaultMode ?? regularFile, context)) files.set(path, file);
    } catch (error) {
      complaints.push(expected(error).message);
    }
  }
  if (complaints.length > 0) throw new Error(aggregate(complaints));
  return files;
}

/** An emptyDir in memory is lost with the node's power; the kubelet holds it, not the disk. */
export function emptyDirPlugin(): VolumePlugin {
  const inMemory = new Map<string, ReturnType<typeof createDirectory>>();
  const name = "kubernetes.io~empty-dir";
  return {
    name,
    supports: ({ emptyDir }) => emptyDir !== undefined,
    refreshes: false,
    setUp(spec, { facts, disk, clock }) {
      const path = volumePath(facts.pod, name, spec.name);
      if (spec.emptyDir?.medium !== "Memory") return Promise.resolve(disk.directory(path));
      const volume = inMemory.get(path) ?? createDirectory(path, () => clock.now());
      inMemory.set(path, volume);
      return Promise.resolve(volume);
    },
  };
}
