import type { HostPathVolumeSource } from "../../api/generated/core/v1.ts";
import type { HostDisk } from "../host-disk.ts";
import type { VolumePlugin } from "./volume-plugin.ts";

/** A path of the node itself, after a look at what is there. */
export const hostPathPlugin: VolumePlugin = {
  name: "kubernetes.io~host-path",
  supports: ({ hostPath }) => hostPath !== undefined,
  refreshes: false,
  setUp({ hostPath = { path: "/" } }, { disk }) {
    const problem = prepare(hostPath, disk);
    if (problem !== undefined) return Promise.reject(new Error(problem));
    return Promise.resolve(disk.directory(isFile(hostPath, disk) ? parentOf(hostPath.path) : hostPath.path));
  },
};

/** The file that a mount of the volume means, when it is not a directory. */
export const hostPathFile = (hostPath: HostPathVolumeSource, disk: HostDisk): string | undefined =>
  isFile(hostPath, disk) ? hostPath.path.slice(parentOf(hostPath.path).length).replace(/^\/+/, "") : undefined;

function isFile({ path }: HostPathVolumeSource, disk: HostDisk): boolean {
  const kind = disk.stat(path);
  return kind !== undefined && kind !== "Directory";
}

function prepare({ path, type = "" }: HostPathVolumeSource, disk: HostDisk): string | undefined {
  const kind = disk.stat(path);
  switch (type) {
    case "":
      return undefined;
    case "DirectoryOrCreate":
      if (kind === undefined) disk.directory(path);
      return kind === undefined || kind === "Directory" ? undefined : wrongType(path, "directory");
    case "FileOrCreate":
      if (kind === undefined) disk.directory(parentOf(path)).write(path.slice(path.lastIndexOf("/") + 1), "", 0o644);
      return kind === undefined || kind === "File" ? undefined : wrongType(path, "file");
    case "Directory":
      return kind === "Directory" ? undefined : wrongType(path, "directory");
    case "File":
      return kind === "File" ? undefined : wrongType(path, "file");
    case "Socket":
      return kind === "Socket" ? undefined : wrongType(path, "socket file");
    case "CharDevice":
      return kind === "CharDevice" ? undefined : wrongType(path, "character device");
    case "BlockDevice":
      return kind === "BlockDevice" ? undefined : wrongType(path, "block device");
  }
}

const wrongType = (path: string, wanted: string) => `hostPath type check failed: ${path} is not a ${wanted}`;

const parentOf = (path: string) => path.slice(0, path.replace(/\/+$/, "").lastIndexOf("/")) || "/";
