import { compareQuantity, formatQuantity } from "../../apimachinery/quantity.ts";
import type { Volume } from "../../api/generated/core/v1.ts";
import type { Description } from "./description.ts";
import { projectedRows } from "./projected-volume.ts";
import { remoteVolumeRows, type VolumeRow } from "./remote-volumes.ts";

/** The volumes of a pod, or of a template, whose names stand further in. */
export function writeVolumes(into: Description, volumes: readonly Volume[] = [], inTemplate = false): void {
  const indent = inTemplate ? "  " : "";
  if (volumes.length === 0) {
    into.field(`${indent}Volumes`, "<none>");
    return;
  }
  into.line(`${indent}Volumes:`);
  for (const volume of volumes) {
    into.line(`${inTemplate ? " " : ""}${volume.name}:`, 1);
    const rows = volumeRows(volume);
    if (rows === undefined) into.line("<unknown>", 1);
    else for (const [label, value] of rows) into.field(label, value, 2);
  }
}

const volumeRows = (volume: Volume): readonly VolumeRow[] | undefined => localRows(volume) ?? objectRows(volume) ?? remoteVolumeRows(volume);

function localRows({ hostPath, emptyDir, image }: Volume): readonly VolumeRow[] | undefined {
  if (hostPath !== undefined)
    return [["Type", "HostPath (bare host directory volume)"], ["Path", hostPath.path], ["HostPathType", hostPath.type ?? "<none>"]];
  if (emptyDir !== undefined) {
    const limit = emptyDir.sizeLimit !== undefined && compareQuantity(emptyDir.sizeLimit, "0") > 0 ? formatQuantity(emptyDir.sizeLimit) : "<unset>";
    return [["Type", "EmptyDir (a temporary directory that shares a pod's lifetime)"], ["Medium", emptyDir.medium ?? ""], ["SizeLimit", limit]];
  }
  if (image === undefined) return undefined;
  return [["Type", "Image (a container image or OCI artifact)"], ["Reference", image.reference ?? ""], ["PullPolicy", image.pullPolicy ?? ""]];
}

function objectRows({ secret, configMap, persistentVolumeClaim, ephemeral, downwardAPI, projected }: Volume): readonly VolumeRow[] | undefined {
  if (secret !== undefined)
    return [["Type", "Secret (a volume populated by a Secret)"], ["SecretName", secret.secretName ?? ""], ["Optional", secret.optional ?? false]];
  if (configMap !== undefined)
    return [["Type", "ConfigMap (a volume populated by a ConfigMap)"], ["Name", configMap.name ?? ""], ["Optional", configMap.optional ?? false]];
  if (persistentVolumeClaim !== undefined) {
    const { claimName, readOnly = false } = persistentVolumeClaim;
    return [["Type", "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"], ["ClaimName", claimName], ["ReadOnly", readOnly]];
  }
  if (ephemeral !== undefined) return ephemeralRows(ephemeral);
  if (projected !== undefined) return projectedRows(projected);
  if (downwardAPI === undefined) return undefined;
  const files = (downwardAPI.items ?? []).flatMap(({ fieldRef, path }): readonly VolumeRow[] => (fieldRef === undefined ? [] : [[`  ${fieldRef.fieldPath} -> ${path}`, ""]]));
  return [["Type", "DownwardAPI (a volume populated by information about the pod)"], ["Items", ""], ...files];
}

function ephemeralRows({ volumeClaimTemplate }: NonNullable<Volume["ephemeral"]>): readonly VolumeRow[] {
  const { storageClassName = "", resources, accessModes = [] } = volumeClaimTemplate?.spec ?? {};
  return [
    ["Type", "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)"],
    ["StorageClass", storageClassName],
    ["Capacity", formatQuantity(resources?.requests?.storage ?? "0")],
    ["Access Modes", accessModes.join(",")],
  ];
}
