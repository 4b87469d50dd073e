import { describe, expect, test } from "vitest";
import { complaints, made } from "../../testing/made-object.ts";
import { Pods } from "./pod.ts";

const container = { name: "web", image: "nginx:1.27" };
const pod = (spec: object = {}, metadata: object = {}) => ({ metadata, spec: { containers: [container], ...spec } });
const found = (spec: object) => complaints(Pods, pod(spec));
const inContainer = (change: object) => found({ containers: [{ ...container, ...change }] });
const inVolume = (source: object) => found({ serviceAccountName: "default", volumes: [{ name: "v", ...source }] }).map((message) => message.replace(/^spec\.volumes\[0\]\.?/, ""));

describe("volumes", () => {
  test.each<readonly [string, object]>([
    ["emptyDir", { emptyDir: { medium: "Memory", sizeLimit: "1Gi" } }],
    ["hostPath", { hostPath: { path: "/data", type: "DirectoryOrCreate" } }],
    ["gitRepo", { gitRepo: { repository: "https://example.com/a.git", directory: "src" } }],
    ["gcePersistentDisk", { gcePersistentDisk: { pdName: "disk", partition: 1 } }],
    ["awsElasticBlockStore", { awsElasticBlockStore: { volumeID: "vol-1" } }],
    ["secret", { secret: { secretName: "s", items: [{ key: "k", path: "a/b", mode: 0o400 }] } }],
    ["nfs", { nfs: { server: "nfs.example.com", path: "/export" } }],
    ["iscsi", { iscsi: { targetPortal: "10.0.0.1", iqn: "iqn.2001-04.com.example:storage.disk1", lun: 0 } }],
    ["glusterfs", { glusterfs: { endpoints: "e", path: "p" } }],
    ["flocker", { flocker: { datasetName: "d" } }],
    ["persistentVolumeClaim", { persistentVolumeClaim: { claimName: "c" } }],
    ["rbd", { rbd: { monitors: ["m"], image: "i" } }],
    ["cinder", { cinder: { volumeID: "v" } }],
    ["cephfs", { cephfs: { monitors: ["m"] } }],
    ["quobyte", { quobyte: { registry: "a:1,b:2", volume: "v" } }],
    ["downwardAPI", { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } }],
    ["fc", { fc: { targetWWNs: ["w"], lun: 2 } }],
    ["flexVolume", { flexVolume: { driver: "d", options: { "example.com/a": "b" } } }],
    ["azureFile", { azureFile: { secretName: "s", shareName: "h" } }],
    ["vsphereVolume", { vsphereVolume: { volumePath: "p" } }],
    ["photonPersistentDisk", { photonPersistentDisk: { pdID: "p" } }],
    ["portworxVolume", { portworxVolume: { volumeID: "v" } }],
    ["azureDisk", { azureDisk: { diskName: "d", diskURI: "https://a.blob.core.windows.net/c/d.vhd" } }],
    ["storageos", { storageos: { volumeName: "v" } }],
    ["scaleIO", { scaleIO: { gateway: "g", system: "s", volumeName: "v", secretRef: { name: "x" } } }],
    ["csi", { csi: { driver: "disk.example.com" } }],
    ["ephemeral", { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } } } }],
    ["image", { image: { reference: "example.com/models:1" } }],
  ])("%s", (_, source) => {
    expect(inVolume(source)).toEqual([]);
  });

  test.each<readonly [object, readonly string[]]>([
    [{ emptyDir: { sizeLimit: "-1" } }, ["emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity"]],
    [{ hostPath: { path: "/a", type: "Pipe" } }, ['hostPath.type: Unsupported value: "Pipe": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"']],
    [{ gcePersistentDisk: { partition: 256 } }, ["gcePersistentDisk.pdName: Required value", "gcePersistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive"]],
    [{ nfs: { server: "a", path: "b" } }, ['nfs.path: Invalid value: "b": must be an absolute path']],
    [{ iscsi: { targetPortal: "a", iqn: "disk", lun: 256 } }, ['iscsi.iqn: Invalid value: "disk": must be valid format starting with iqn, eui, or naa', "iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive"]],
    [{ iscsi: { targetPortal: "a", iqn: "eui.1", lun: 0, chapAuthSession: true } }, ['iscsi.iqn: Invalid value: "eui.1": must be valid format', "iscsi.secretRef: Required value"]],
    [{ flocker: {} }, [": Required value: one of datasetName and datasetUUID is required"]],
    [{ quobyte: { registry: "a", volume: "v" } }, ['quobyte.registry: Invalid value: "a": must be a host:port pair or multiple pairs separated by commas']],
    [{ fc: { lun: 1 } }, ["fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both"]],
    [{ fc: { targetWWNs: ["a"], wwids: ["b"] } }, ['fc.targetWWNs: Invalid value: ["a"]: targetWWNs and wwids can not be specified simultaneously', "fc.lun: Required value: lun is required if targetWWNs is specified"]],
    [{ flexVolume: { driver: "d", options: { "a.k8s.io/b": "" } } }, ['flexVolume.options[a.k8s.io/b]: Invalid value: "a.k8s.io/b": kubernetes.io and k8s.io namespaces are reserved']],
    [{ azureDisk: { diskName: "d", diskURI: "x", kind: "Managed" } }, ['azureDisk.diskURI: Unsupported value: "x": supported values: "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"']],
    [{ storageos: { volumeName: "a.b" } }, ['storageos.volumeName: Invalid value: "a.b": must not contain dots']],
    [{ csi: { driver: "d", nodePublishSecretRef: {} } }, ["csi.nodePublishSecretRef.name: Required value"]],
    [{ image: {} }, ["image.reference: Required value"]],
    [{ ephemeral: {} }, ["ephemeral.volumeClaimTemplate: Required value"]],
    [{ ephemeral: { volumeClaimTemplate: { metadata: { name: "x" }, spec: { accessModes: ["ReadWriteOnce"] } } } }, ["ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set", "ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value"]],
    [{ downwardAPI: { items: [{ path: "a" }] } }, ["downwardAPI: Required value: one of fieldRef and resourceFieldRef is required"]],
    [{ downwardAPI: { items: [{ path: "../a", fieldRef: { fieldPath: "spec.nodeName" } }] } }, [
      "downwardAPI.path: Invalid value: \"../a\": must not contain '..'",
      'downwardAPI.fieldRef.fieldPath: Unsupported value: "spec.nodeName": supported values: "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"',
    ]],
    [{ downwardAPI: { items: [{ path: "a", resourceFieldRef: { resource: "limits.cpu" } }] } }, ["downwardAPI.resourceFieldRef.containerName: Required value"]],
  ])("%j is refused", (source, expected) => {
    expect(inVolume(source).map((message) => message.replace(/^flocker/, ""))).toEqual(expected);
  });

  test("made for a pod do not take the name of another's claim", () => {
    const volumes = [{ name: "v", ephemeral: { volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } } } }, { name: "w", persistentVolumeClaim: { claimName: "a-v" } }];
    expect(found({ volumes })).toEqual(['spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: "a-v": must not reference a PVC that gets created for an ephemeral volume']);
  });
});

describe("projected volumes", () => {
  const projected = (...sources: readonly object[]) => inVolume({ projected: { sources } });

  test.each<readonly [string, readonly object[], readonly string[]]>([
    ["of all sorts", [{ secret: { name: "s" } }, { configMap: { name: "c" } }, { serviceAccountToken: { path: "t" } }, { clusterTrustBundle: { name: "b", path: "ca.pem" } }, { podCertificate: { signerName: "a.b/c", keyType: "ED25519", credentialBundlePath: "p.pem" } }], []],
    ["of two things at once", [{ secret: { name: "s" }, configMap: { name: "c" } }], ["projected.sources[0]: Forbidden: may not specify more than 1 volume type per source"]],
    ["that write one file twice", [{ secret: { name: "s", items: [{ key: "a", path: "f" }] } }, { configMap: { name: "c", items: [{ key: "b", path: "f" }] } }], ['projected: Invalid value: "c": conflicting duplicate paths']],
    ["of nobody's trust", [{ clusterTrustBundle: { path: "ca.pem" } }], ["projected.sources[0].clusterTrustBundle: Required value: either name or signerName must be specified"]],
    ["of trust in one by labels", [{ clusterTrustBundle: { name: "b", labelSelector: {}, path: "ca.pem" } }], ["projected.sources[0].clusterTrustBundle.labelSelector: Invalid value: {}: labelSelector must be unset if name is specified"]],
    ["of a certificate without a place", [{ podCertificate: { signerName: "a.b/c", keyType: "ED25519" } }], ["projected.sources[0].podCertificate: Required value: specify at least one of credentialBundlePath, keyPath, and certificateChainPath"]],
    ["of an unknown key", [{ podCertificate: { signerName: "a.b/c", keyType: "DSA", keyPath: "k" } }], ['projected.sources[0].podCertificate.keyType: Unsupported value: "DSA": supported values: "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072", "RSA4096"']],
    ["that write nowhere", [{ serviceAccountToken: { path: "" } }], ["projected.sources[0].serviceAccountToken.path: Required value"]],
  ])("%s", (_, sources, expected) => {
    expect(projected(...sources)).toEqual(expected);
  });
});

describe("affinity", () => {
  const required = (...nodeSelectorTerms: readonly object[]) => found({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } });
  const expression = (change: object) => required({ matchExpressions: [{ key: "zone", ...change }] });
  const field = (change: object) => required({ matchFields: [{ key: "metadata.name", ...change }] });
  const at = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]";

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ["in a zone", expression({ operator: "In", values: ["a"] }), []],
    ["where there are zones", expression({ operator: "Exists" }), []],
    ["above a number", expression({ operator: "Gt", values: ["1"] }), []],
    ["in no zone", expression({ operator: "In" }), [`${at}.matchExpressions[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`]],
    ["where a zone exists", expression({ operator: "Exists", values: ["a"] }), [`${at}.matchExpressions[0].values: Forbidden: may not be specified when \`operator\` is 'Exists' or 'DoesNotExist'`]],
    ["between numbers", expression({ operator: "Lt", values: ["1", "2"] }), [`${at}.matchExpressions[0].values: Required value: must be specified single value when \`operator\` is 'Lt' or 'Gt'`]],
    ["like a zone", expression({ operator: "Like", values: ["a"] }), [`${at}.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator`]],
    ["on a node", field({ operator: "In", values: ["n1"] }), []],
    ["on two nodes", field({ operator: "In", values: ["n1", "n2"] }), [`${at}.matchFields[0].values: Required value: must be only one value when \`operator\` is 'In' or 'NotIn' for node field selector`]],
    ["by another field", field({ key: "spec.taint", operator: "In", values: ["a"] }), [`${at}.matchFields[0].key: Invalid value: "spec.taint": not a valid field selector key`]],
    ["where a node exists", field({ operator: "Exists" }), [`${at}.matchFields[0].operator: Invalid value: "Exists": not a valid selector operator`]],
  ])("to nodes %s", (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  const near = (term: object) => found({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } });
  const place = "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]";

  test.each<readonly [string, object, readonly string[]]>([
    ["of a zone", { topologyKey: "zone", labelSelector: {} }, []],
    ["of nowhere", {}, [`${place}.topologyKey: Required value: can not be empty`, `${place}.topologyKey: Invalid value: "": name part must be non-empty`]],
    ["by keys alone", { topologyKey: "zone", matchLabelKeys: ["a"] }, [`${place}.matchLabelKeys: Forbidden: must not be specified when labelSelector is not set`]],
    ["by keys they share and do not", { topologyKey: "zone", labelSelector: {}, matchLabelKeys: ["a"], mismatchLabelKeys: ["a"] }, [`${place}.matchLabelKeys[0]: Invalid value: "a": exists in both matchLabelKeys and mismatchLabelKeys`]],
  ])("to pods %s", (_, term, expected) => {
    expect(near(term).filter((message) => !message.includes("name part must consist"))).toEqual(expected);
  });

  test("by some of the pod's own labels becomes a selector", () => {
    const term = { topologyKey: "zone", labelSelector: { matchLabels: { app: "a" } }, matchLabelKeys: ["version", "missing"], mismatchLabelKeys: ["tenant"] };
    const weighted = { weight: 1, podAffinityTerm: { topologyKey: "zone", labelSelector: {}, matchLabelKeys: ["version"] } };
    const spread = { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: {}, matchLabelKeys: ["version"] };
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] }, podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [weighted] } };
    const { spec } = made(Pods, pod({ affinity, topologySpreadConstraints: [spread] }, { labels: { version: "2", tenant: "x" } }));
    const version = { key: "version", operator: "In", values: ["2"] };
    expect(spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]?.labelSelector).toEqual({ matchLabels: { app: "a" }, matchExpressions: [version, { key: "tenant", operator: "NotIn", values: ["x"] }] });
    expect(spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.[0]?.podAffinityTerm.labelSelector).toEqual({ matchExpressions: [version] });
    expect(spec.topologySpreadConstraints?.[0]?.labelSelector).toEqual({ matchExpressions: [version] });
  });
});

describe("spreading", () => {
  const rule = { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: { app: "a" } } };
  const at = "spec.topologySpreadConstraints[0]";

  test.each<readonly [string, readonly object[], readonly string[]]>([
    ["evenly", [rule], []],
    ["twice the same way", [rule, rule], [`${at}.{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, DoNotSchedule}"`, 'spec.topologySpreadConstraints[1].{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, DoNotSchedule}"']],
    ["over some domains, perhaps", [{ ...rule, minDomains: 2, whenUnsatisfiable: "ScheduleAnyway" }], [`${at}.minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway`]],
    ["over no domain", [{ ...rule, minDomains: 0 }], [`${at}.minDomains: Invalid value: 0: must be greater than zero`]],
    ["in spite of taints", [{ ...rule, nodeTaintsPolicy: "Spite" }], [`${at}.nodeTaintsPolicy: Unsupported value: "Spite": supported values: "Honor", "Ignore"`]],
    ["by a label twice", [{ ...rule, matchLabelKeys: ["app"] }], [`${at}.matchLabelKeys[0]: Invalid value: "app": exists in both matchLabelKeys and labelSelector`]],
    ["somehow", [{ ...rule, whenUnsatisfiable: "Somehow" }], [`${at}.whenUnsatisfiable: Unsupported value: "Somehow": supported values: "DoNotSchedule", "ScheduleAnyway"`]],
  ])("%s", (_, topologySpreadConstraints, expected) => {
    expect(found({ topologySpreadConstraints })).toEqual(expected);
  });
});

describe("security", () => {
  const inPod = (securityContext: object, spec: object = {}) => found({ securityContext, ...spec });
  const at = "spec.securityContext";

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ["a group", inPod({ fsGroup: 1, runAsUser: 0, supplementalGroups: [1, 2] }), []],
    ["a group below zero", inPod({ supplementalGroups: [-1] }), [`${at}.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive`]],
    ["settings of the kernel", inPod({ sysctls: [{ name: "net.core.somaxconn", value: "1" }, { name: "kernel/shm_rmid_forced", value: "1" }] }), []],
    ["settings of the host's network", inPod({ sysctls: [{ name: "net.core.somaxconn", value: "1" }] }, { hostNetwork: true }), [`${at}.sysctls[0].name: Invalid value: "net.core.somaxconn": may not be specified when 'hostNetwork' is true`]],
    ["one setting twice", inPod({ sysctls: [{ name: "a.b", value: "1" }, { name: "a.b", value: "2" }, { value: "3" }] }), [`${at}.sysctls[1].name: Duplicate value: "a.b"`, `${at}.sysctls[2].name: Required value`]],
    ["a policy of change", inPod({ fsGroupChangePolicy: "Never" }), [`${at}.fsGroupChangePolicy: Unsupported value: "Never": supported values: "Always", "OnRootMismatch"`]],
    ["a shared host", inPod({}, { hostPID: true, shareProcessNamespace: true }), [`${at}.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled`]],
    ["a profile of nothing", inPod({ seccompProfile: {} }), [`${at}.seccompProfile.type: Required value: type is required when seccompProfile is set`]],
    ["a file for the default profile", inPod({ appArmorProfile: { type: "RuntimeDefault", localhostProfile: "a" } }), [`${at}.appArmorProfile.localhostProfile: Invalid value: "a": can only be set when AppArmor type is Localhost`]],
    ["no file for a local profile", inPod({ appArmorProfile: { type: "Localhost" } }), [`${at}.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost`]],
  ])("of a pod with %s", (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  const own = "spec.containers[0].securityContext";

  test.each<readonly [string, object, readonly string[]]>([
    ["all of /proc", { procMount: "Unmasked" }, [`${own}.procMount: Invalid value: "Unmasked": \`hostUsers\` must be false to use \`Unmasked\``]],
    ["the powers of an administrator", { allowPrivilegeEscalation: false, capabilities: { add: ["CAP_SYS_ADMIN"] } }, [
      `${own}: Invalid value: {"allowPrivilegeEscalation":false,"capabilities":{"add":["CAP_SYS_ADMIN"]}}: cannot set \`allowPrivilegeEscalation\` to false and \`capabilities.Add\` CAP_SYS_ADMIN`,
    ]],
    ["a user of Windows", { windowsOptions: { runAsUserName: "DOMAIN\\User" } }, []],
    ["nobody of Windows", { windowsOptions: { runAsUserName: "" } }, [`${own}.windowsOptions.runAsUserName: Invalid value: "": runAsUserName cannot be an empty string`]],
    ["a user of two domains", { windowsOptions: { runAsUserName: "a\\b\\c" } }, [`${own}.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash`]],
    ["a user of dots", { windowsOptions: { runAsUserName: "..." } }, [`${own}.windowsOptions.runAsUserName: Invalid value: "...": runAsUserName's User cannot contain only periods or spaces`]],
    ["a profile above its place", { seccompProfile: { type: "Localhost", localhostProfile: "/etc/x" } }, [`${own}.seccompProfile.localhostProfile: Invalid value: "/etc/x": must be a relative path`]],
  ])("of a container with %s", (_, securityContext, expected) => {
    expect(inContainer({ securityContext })).toEqual(expected);
  });
});

describe("systems", () => {
  const hostProcess = { securityContext: { windowsOptions: { hostProcess: true } } };

  test.each<readonly [string, object, readonly string[]]>([
    ["Linux with options of Windows", { os: { name: "linux" }, securityContext: { windowsOptions: {} } }, ["spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod"]],
    ["Windows with Linux's users", { os: { name: "windows" }, hostPID: true, containers: [{ ...container, securityContext: { privileged: true } }] }, [
      "spec.hostPID: Forbidden: cannot be set for a windows pod",
      "spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod",
    ]],
    ["another system", { os: { name: "plan9" } }, ['spec.os: Unsupported value: "plan9": supported values: "linux", "windows"']],
    ["no system", { os: { name: "" } }, ["spec.os.name: Required value: cannot be empty"]],
    ["processes of the host", { hostNetwork: true, ...hostProcess }, []],
    ["processes of the host away from its network", hostProcess, ["spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers"]],
    ["some processes of the host", { hostNetwork: true, containers: [{ ...container, ...hostProcess }, { name: "b", image: "b" }] }, ['spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers']],
    ["a signal for no system", { containers: [{ ...container, lifecycle: { stopSignal: "SIGUSR1" } }] }, ["spec.containers[0].lifecycle.stopSignal: Forbidden: may not be set for containers with empty `spec.os.name`"]],
    ["a signal that Windows lacks", { os: { name: "windows" }, containers: [{ ...container, lifecycle: { stopSignal: "SIGUSR1" } }] }, ['spec.containers[0].lifecycle.stopSignal: Unsupported value: "SIGUSR1": supported values: "SIGKILL", "SIGTERM"']],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });
});

describe("names", () => {
  test.each<readonly [string, object, readonly string[]]>([
    ["of a server", { dnsConfig: { searches: ["_tcp.example.com.", "."], options: [{ name: "ndots", value: "2" }] } }, []],
    ["of no option", { dnsConfig: { options: [{ value: "2" }] } }, ["spec.dnsConfig.options[0]: Required value: must not be empty"]],
    ["of none, and no server", { dnsPolicy: "None", dnsConfig: {} }, ["spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None"]],
    ["too many to search", { dnsConfig: { searches: Array.from({ length: 33 }, (_, index) => `s${index}`) } }, [expect.stringContaining("must not have more than 32 search paths")]],
  ])("%s", (_, spec, expected) => {
    expect(found(spec)).toEqual(expected);
  });
});

describe("containers", () => {
  const at = "spec.containers[0]";

  test.each<readonly [string, object, readonly string[]]>([
    ["a variable of a resource", { env: [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } } }] }, []],
    ["a variable of a strange share", { env: [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "7" } } }] }, [`${at}.env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`]],
    ["a variable of no resource", { env: [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.time" } } }] }, [
      `${at}.env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.time": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"`,
    ]],
    ["a variable of a label", { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }] }, []],
    ["a part of a name", { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name['a']" } } }] }, [`${at}.env[0].valueFrom.fieldRef: Invalid value: "metadata.name": does not support subscript`]],
    ["variables of all of a map", { envFrom: [{ prefix: "A_", configMapRef: { name: "c" } }] }, []],
    ["variables of two maps at once", { envFrom: [{ configMapRef: { name: "c" }, secretRef: { name: "s" } }] }, [`${at}.envFrom[0]: Invalid value: "": may not have more than one field specified at a time`]],
    ["probes of web pages", { livenessProbe: { httpGet: { path: "/", port: "http", httpHeaders: [{ name: "X-A", value: "b" }] } } }, []],
    ["a probe of a strange scheme", { livenessProbe: { httpGet: { path: "/", port: 0, scheme: "FTP" } } }, [
      `${at}.livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
      `${at}.livenessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"`,
    ]],
    ["a probe of nothing", { startupProbe: { exec: {} } }, [`${at}.startupProbe.exec.command: Required value`]],
    ["a probe without time to end", { livenessProbe: { grpc: { port: 1 }, terminationGracePeriodSeconds: 0 } }, [`${at}.livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0`]],
    ["resizes of disks", { resizePolicy: [{ resourceName: "disk", restartPolicy: "NotRequired" }] }, [`${at}.resizePolicy: Unsupported value: "disk": supported values: "cpu", "memory"`]],
    ["one resize twice", { resizePolicy: [{ resourceName: "cpu", restartPolicy: "NotRequired" }, { resourceName: "cpu", restartPolicy: "RestartContainer" }] }, [`${at}.resizePolicy[1]: Duplicate value: "cpu"`]],
    ["too many reasons to restart", { restartPolicy: "Never", restartPolicyRules: Array.from({ length: 21 }, () => ({ action: "Restart", exitCodes: { operator: "In", values: [1] } })) }, [`${at}.restartPolicyRules: Too many: 21: must have at most 20 items`]],
  ])("with %s", (_, change, expected) => {
    expect(inContainer(change)).toEqual(expected);
  });

  test("may ask for more than the pod as a whole only if the pod asks for it", () => {
    const resources = { requests: { cpu: "1" }, limits: { cpu: "2" } };
    expect(found({ resources: { requests: { cpu: "1500m" } }, containers: [{ ...container, resources }, { name: "b", image: "b", resources }] })).toEqual([
      'spec.resources.requests[cpu]: Invalid value: "1500m": must be greater than or equal to aggregate container requests of 2',
    ]);
    expect(found({ resources: { limits: { cpu: "1" } }, containers: [{ ...container, resources: { limits: { cpu: "2" }, requests: { cpu: "1" } } }] })).toEqual([
      'spec.resources.containers[0][cpu].limits: Invalid value: "2": must be less than or equal to pod limits of 1',
    ]);
    expect(found({ resources: { requests: { "ephemeral-storage": "1Gi" } } })).toContain('spec.resources.requests[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"');
  });
});
