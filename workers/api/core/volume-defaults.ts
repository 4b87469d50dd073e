import { changeField, isUnset, mapShared, type Part, withDefaults } from "../defaulting.ts";
import type { DownwardAPIVolumeFile, PersistentVolumeClaimSpec, Volume, VolumeProjection } from "../generated/core/v1.ts";
import { defaultFieldRef, defaultResourceFieldRef } from "./container-defaults.ts";
import { defaultPullPolicy } from "./image-reference.ts";

/** rw-r--r--, as JSON has it. */
const fileMode = { defaultMode: 0o644 } as const;

type Sources = { readonly [Source in keyof Volume]?: (source: NonNullable<Part<Volume>[Source]>) => Part<Volume>[Source] };

/** What each kind of volume gets when its author says nothing. */
const sources = {
  secret: (source) => withDefaults(source, fileMode),
  configMap: (source) => withDefaults(source, fileMode),
  downwardAPI: (source) => withDefaults(changeField(source, "items", defaultFiles), fileMode),
  projected: (source) => withDefaults(changeField(source, "sources", (list) => mapShared(list, defaultProjection)), fileMode),
  hostPath: (source) => withDefaults(source, { type: "" }),
  iscsi: (source) => withDefaults(source, { iscsiInterface: "default" }),
  rbd: (source) => withDefaults(source, { pool: "rbd", user: "admin", keyring: "/etc/ceph/keyring" }),
  azureDisk: (source) => withDefaults(source, { cachingMode: "ReadWrite", kind: "Shared", fsType: "ext4", readOnly: false }),
  scaleIO: (source) => withDefaults(source, { storageMode: "ThinProvisioned", fsType: "xfs" }),
  ephemeral: (source) => changeField(source, "volumeClaimTemplate", (template) => changeField(template, "spec", defaultClaimSpec)),
  image: (source) => (isUnset(source.pullPolicy) ? { ...source, pullPolicy: defaultPullPolicy(source.reference) } : source),
} satisfies Sources;

const sourceNames = Object.keys(sources) as readonly (keyof typeof sources)[];

/** A volume without any source is an emptyDir. */
export function defaultVolume(volume: Part<Volume>): Part<Volume> {
  if (!hasSource(volume)) return { ...volume, emptyDir: {} };
  for (const name of sourceNames) {
    if (volume[name] !== undefined) return changeField(volume, name, sources[name] as never);
  }
  return volume;
}

/** A claim without a mode asks for a file system. */
export const defaultClaimSpec = (spec: Part<PersistentVolumeClaimSpec>): Part<PersistentVolumeClaimSpec> => withDefaults(spec, { volumeMode: "Filesystem" });

function hasSource(volume: Part<Volume>): boolean {
  for (const key in volume) if (key !== "name" && volume[key as keyof Volume] !== undefined) return true;
  return false;
}

const defaultFiles = (files: readonly Part<DownwardAPIVolumeFile>[]) => mapShared(files, defaultFile);

const defaultFile = (file: Part<DownwardAPIVolumeFile>): Part<DownwardAPIVolumeFile> =>
  changeField(changeField(file, "fieldRef", defaultFieldRef), "resourceFieldRef", defaultResourceFieldRef);

function defaultProjection(source: Part<VolumeProjection>): Part<VolumeProjection> {
  const withToken = changeField(source, "serviceAccountToken", (token) => withDefaults(token, { expirationSeconds: 3600 }));
  const withFiles = changeField(withToken, "downwardAPI", (downward) => changeField(downward, "items", defaultFiles));
  return changeField(withFiles, "podCertificate", (certificate) => withDefaults(certificate, { maxExpirationSeconds: 86_400 }));
}
