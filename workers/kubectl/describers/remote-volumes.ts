import type { Volume } from "../../api/generated/core/v1.ts";

export type VolumeRow = readonly [label: string, value: string | number | boolean];

/** How a kind of volume that lives outside of the cluster is shown: its type, and its fields (label, field, what stands for a missing value). */
interface RemoteVolume {
  readonly type: string;
  readonly fields: readonly (readonly [label: string, field: string, missing: string])[];
}

const fsType = ["FSType", "fsType", ""] as const;
const readOnly = ["ReadOnly", "readOnly", "false"] as const;

const remote: Readonly<Partial<Record<keyof Volume, RemoteVolume>>> = {
  gcePersistentDisk: { type: "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)", fields: [["PDName", "pdName", ""], fsType, ["Partition", "partition", "0"], readOnly] },
  awsElasticBlockStore: { type: "AWSElasticBlockStore (a Persistent Disk resource in AWS)", fields: [["VolumeID", "volumeID", ""], fsType, ["Partition", "partition", "0"], readOnly] },
  gitRepo: { type: "GitRepo (a volume that is pulled from git when the pod is created)", fields: [["Repository", "repository", ""], ["Revision", "revision", ""]] },
  nfs: { type: "NFS (an NFS mount that lasts the lifetime of a pod)", fields: [["Server", "server", ""], ["Path", "path", ""], readOnly] },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    fields: [["TargetPortal", "targetPortal", ""], ["IQN", "iqn", ""], ["Lun", "lun", "0"], fsType, readOnly, ["Portals", "portals", "[]"], ["DiscoveryCHAPAuth", "chapAuthDiscovery", "false"], ["SessionCHAPAuth", "chapAuthSession", "false"], ["InitiatorName", "initiatorName", "<none>"]],
  },
  glusterfs: { type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)", fields: [["EndpointsName", "endpoints", ""], ["Path", "path", ""], readOnly] },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: [["CephMonitors", "monitors", "[]"], ["RBDImage", "image", ""], fsType, ["RBDPool", "pool", ""], ["RadosUser", "user", ""], ["Keyring", "keyring", ""], ["SecretRef", "secretRef", "nil"], readOnly],
  },
  quobyte: { type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)", fields: [["Registry", "registry", ""], ["Volume", "volume", ""], readOnly] },
  azureDisk: { type: "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)", fields: [["DiskName", "diskName", ""], ["DiskURI", "diskURI", ""], ["Kind", "kind", ""], fsType, ["CachingMode", "cachingMode", ""], readOnly] },
  vsphereVolume: { type: "vSphereVolume (a Persistent Disk resource in vSphere)", fields: [["VolumePath", "volumePath", ""], fsType, ["StoragePolicyName", "storagePolicyName", ""]] },
  cinder: { type: "Cinder (a Persistent Disk resource in OpenStack)", fields: [["VolumeID", "volumeID", ""], fsType, readOnly, ["SecretRef", "secretRef", "nil"]] },
  photonPersistentDisk: { type: "PhotonPersistentDisk (a Persistent Disk resource in photon platform)", fields: [["PdID", "pdID", ""], fsType] },
  portworxVolume: { type: "PortworxVolume (a Portworx Volume resource)", fields: [["VolumeID", "volumeID", ""]] },
  scaleIO: {
    type: "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
    fields: [["Gateway", "gateway", ""], ["System", "system", ""], ["Protection Domain", "protectionDomain", ""], ["Storage Pool", "storagePool", ""], ["Storage Mode", "storageMode", ""], ["VolumeName", "volumeName", ""], fsType, readOnly],
  },
  cephfs: { type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)", fields: [["Monitors", "monitors", "[]"], ["Path", "path", ""], ["User", "user", ""], ["SecretFile", "secretFile", ""], ["SecretRef", "secretRef", "nil"], readOnly] },
  storageos: { type: "StorageOS (a StorageOS Persistent Disk resource)", fields: [["VolumeName", "volumeName", ""], ["VolumeNamespace", "volumeNamespace", ""], fsType, readOnly] },
  fc: { type: "FC (a Fibre Channel disk)", fields: [["TargetWWNs", "targetWWNs", ""], ["LUN", "lun", "<none>"], fsType, readOnly] },
  azureFile: { type: "AzureFile (an Azure File Service mount on the host and bind mount to the pod)", fields: [["SecretName", "secretName", ""], ["ShareName", "shareName", ""], readOnly] },
  flexVolume: {
    type: "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
    fields: [["Driver", "driver", ""], fsType, ["SecretRef", "secretRef", "nil"], readOnly, ["Options", "options", "map[]"]],
  },
  flocker: { type: "Flocker (a Flocker volume mounted by the Flocker agent)", fields: [["DatasetName", "datasetName", ""], ["DatasetUUID", "datasetUUID", ""]] },
};

/** The rows of a volume that is served from outside of the cluster; undefined for any other. */
export function remoteVolumeRows(volume: Volume | Omit<Volume, "hostPath" | "emptyDir" | "image">): readonly VolumeRow[] | undefined {
  for (const [name, { type, fields }] of Object.entries(remote)) {
    const source = (volume as Readonly<Record<string, unknown>>)[name] as Readonly<Record<string, unknown>> | undefined;
    if (source !== undefined) return [["Type", type], ...fields.map(([label, field, missing]): VolumeRow => [label, valueText(source[field], missing)])];
  }
  return undefined;
}

/** Values as Go prints them. */
function valueText(value: unknown, missing: string): string {
  if (value === undefined) return missing;
  if (Array.isArray(value)) return `[${value.join(" ")}]`;
  if (typeof value === "object" && value !== null) return `{${Object.values(value).map(String).join(" ")}}`;
  return String(value as string | number | boolean);
}
