import type { Container, Pod, VolumeMount } from "../../api/generated/core/v1.ts";
import type { Mount, Volume } from "../../cri/runtime.ts";
import { expand } from "../environment/expansion.ts";
import type { HostDisk } from "../host-disk.ts";
import { hostPathFile } from "./host-path-plugin.ts";

export interface MountSource {
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly disk: HostDisk;
  /** Environment of the container, for subPathExpr. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The container's volume mounts for the runtime; throws with the words of CreateContainerConfigError. */
export function containerMounts(pod: Pod, container: Container, source: MountSource): readonly Mount[] {
  return (container.volumeMounts ?? []).map((mount) => mountOf(pod, mount, source));
}

function mountOf(pod: Pod, mount: VolumeMount, { volumes, disk, variables }: MountSource): Mount {
  const volume = volumes.get(mount.name);
  if (volume === undefined) throw new Error(`cannot find volume ${JSON.stringify(mount.name)} to mount into container`);
  const spec = pod.spec.volumes?.find(({ name }) => name === mount.name);
  const file = spec?.hostPath === undefined ? undefined : hostPathFile(spec.hostPath, disk);
  const subPath = file ?? subPathOf(mount, variables);
  const projected = spec?.configMap !== undefined || spec?.secret !== undefined || spec?.downwardAPI !== undefined || spec?.projected !== undefined;
  return { containerPath: mount.mountPath, source: volume, readOnly: mount.readOnly === true || projected, ...(subPath !== undefined && { subPath }) };
}

function subPathOf({ name, subPath, subPathExpr }: VolumeMount, variables: ReadonlyMap<string, string>): string | undefined {
  const given = subPathExpr === undefined || subPathExpr === "" ? subPath : expandStrictly(subPathExpr, variables);
  if (given === undefined || given === "") return undefined;
  if (given.startsWith("/")) throw new Error(`error SubPath \`${given}\` must not be an absolute path`);
  if (given.split("/").includes("..")) throw new Error(`unable to provision SubPath \`${given}\`: must not contain '..' (volume ${name})`);
  return given;
}

/** Unlike elsewhere, a variable that does not exist is an error here. */
function expandStrictly(expression: string, variables: ReadonlyMap<string, string>): string {
  const missing: string[] = [];
  const expanded = expand(expression, (name) => {
    const value = variables.get(name);
    if (value === undefined) missing.push(name);
    return value;
  });
  if (missing.length > 0) throw new Error(`missing value for ${JSON.stringify(missing[0])}`);
  return expanded;
}
