import { compareQuantity, formatQuantity } from "../../apimachinery/quantity.ts";
import type { DownwardAPIVolumeSource, ProjectedVolumeSource, Volume } from "../../api/generated/core/v1.ts";
import type { Description } from "./description.ts";
import { writeAnnotations, writeLabels, writeLines } from "./labels-section.ts";
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
    writeVolume(into, volume);
  }
}

function writeVolume(into: Description, volume: Volume): void {
  const rows = volumeRows(volume);
  if (rows !== undefined) writeRows(into, rows);
  else if (volume.projected !== undefined) writeProjected(into, volume.projected);
  else if (volume.downwardAPI !== undefined) writeDownward(into, volume.downwardAPI);
  else if (volume.ephemeral !== undefined) writeEphemeral(into, volume.ephemeral);
  else if (volume.csi !== undefined) writeInlineCsi(into, volume.csi);
  else into.line("<unknown>", 1);
}

function writeRows(into: Description, rows: readonly VolumeRow[]): void {
  for (const [label, value] of rows) into.field(label, value, 2);
}

function volumeRows({ hostPath, emptyDir, image, ...volume }: Volume): readonly VolumeRow[] | undefined {
  if (hostPath !== undefined) return [["Type", "HostPath (bare host directory volume)"], ["Path", hostPath.path], ["HostPathType", hostPath.type ?? "<none>"]];
  if (emptyDir !== undefined) {
    const limit = emptyDir.sizeLimit !== undefined && compareQuantity(emptyDir.sizeLimit, "0") > 0 ? formatQuantity(emptyDir.sizeLimit) : "<unset>";
    return [["Type", "EmptyDir (a temporary directory that shares a pod's lifetime)"], ["Medium", emptyDir.medium ?? ""], ["SizeLimit", limit]];
  }
  if (image !== undefined) return [["Type", "Image (a container image or OCI artifact)"], ["Reference", image.reference ?? ""], ["PullPolicy", image.pullPolicy ?? ""]];
  return objectRows(volume) ?? remoteVolumeRows(volume);
}

function objectRows({ secret, configMap, persistentVolumeClaim: claim }: Volume): readonly VolumeRow[] | undefined {
  if (secret !== undefined) return [["Type", "Secret (a volume populated by a Secret)"], ["SecretName", secret.secretName ?? ""], ["Optional", secret.optional ?? false]];
  if (configMap !== undefined) return [["Type", "ConfigMap (a volume populated by a ConfigMap)"], ["Name", configMap.name ?? ""], ["Optional", configMap.optional ?? false]];
  if (claim === undefined) return undefined;
  return [["Type", "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"], ["ClaimName", claim.claimName], ["ReadOnly", claim.readOnly ?? false]];
}

function writeProjected(into: Description, { sources = [] }: ProjectedVolumeSource): void {
  into.field("Type", "Projected (a volume that contains injected data from multiple sources)", 2);
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of sources) {
    if (secret !== undefined) into.field("SecretName", secret.name ?? "", 2).field("Optional", secret.optional ?? false, 2);
    else if (downwardAPI !== undefined) into.field("DownwardAPI", true, 2);
    else if (configMap !== undefined) into.field("ConfigMapName", configMap.name ?? "", 2).field("Optional", configMap.optional ?? false, 2);
    else if (serviceAccountToken !== undefined) into.field("TokenExpirationSeconds", serviceAccountToken.expirationSeconds ?? 3600, 2);
  }
}

function writeDownward(into: Description, { items = [] }: DownwardAPIVolumeSource): void {
  into.field("Type", "DownwardAPI (a volume populated by information about the pod)", 2).line("Items:", 2);
  for (const { fieldRef, resourceFieldRef, path } of items) {
    if (fieldRef !== undefined) into.line(`${fieldRef.fieldPath} -> ${path}`, 3);
    if (resourceFieldRef !== undefined) into.line(`${resourceFieldRef.resource} -> ${path}`, 3);
  }
}

function writeEphemeral(into: Description, { volumeClaimTemplate }: NonNullable<Volume["ephemeral"]>): void {
  into.field("Type", "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)", 2);
  if (volumeClaimTemplate === undefined) return;
  const { metadata, spec } = volumeClaimTemplate;
  into.field("StorageClass", spec.storageClassName ?? "", 2).field("Volume", spec.volumeName ?? "", 2);
  into.write("", 2);
  writeLabels(into, "Labels", metadata?.labels);
  into.write("", 2);
  writeAnnotations(into, "Annotations", metadata?.annotations);
  into.field("Capacity", "", 2).field("Access Modes", "", 2).optional("VolumeMode", spec.volumeMode, 2);
}

function writeInlineCsi(into: Description, { driver, fsType = "", readOnly = false, volumeAttributes }: NonNullable<Volume["csi"]>): void {
  writeRows(into, [["Type", "CSI (a Container Storage Interface (CSI) volume source)"], ["Driver", driver], ["FSType", fsType], ["ReadOnly", readOnly]]);
  const lines = Object.entries(volumeAttributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => attributeText(`${key}=${value}`));
  writeLines(into, "VolumeAttributes", lines, "    ");
}

const attributeText = (line: string) => (line.length > 140 ? `${line.slice(0, 140)}...` : line);
