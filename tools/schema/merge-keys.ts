import { atomicLists } from "./atomic-lists.ts";
import { apiDefinitionName } from "./definition-name.ts";
import type { JsonSchema } from "../../workers/api/schema.ts";
import { appliedBy, atomicList, atomicMap, granularMap, keyedBy, keyedRetaining, mergedSet, patchedBy, replace, retainKeys, set, unionOf, type MergeFacts } from "./merge-facts.ts";

type Facts = Readonly<Record<string, Partial<JsonSchema>>>;

const conditions = { conditions: keyedBy("type") };
const matchConditions = { matchConditions: keyedBy("name") };
const containerLists = {
  env: keyedBy("name"),
  ports: keyedBy("containerPort", "protocol"),
  volumeDevices: keyedBy("devicePath"),
  volumeMounts: keyedBy("mountPath"),
};

/** How lists and maps merge, by group version and type, where they are not simply atomic lists. */
const fieldFacts: Readonly<Record<string, Readonly<Record<string, Facts>>>> = {
  "admissionregistration/v1": {
    MutatingAdmissionPolicySpec: matchConditions,
    MutatingWebhook: matchConditions,
    MutatingWebhookConfiguration: { webhooks: keyedBy("name") },
    ValidatingAdmissionPolicyBindingSpec: { validationActions: set },
    ValidatingAdmissionPolicySpec: { ...matchConditions, variables: keyedBy("name") },
    ValidatingAdmissionPolicyStatus: { conditions: appliedBy("type") },
    ValidatingWebhook: matchConditions,
    ValidatingWebhookConfiguration: { webhooks: keyedBy("name") },
  },
  "apiextensions/v1": {
    CustomResourceDefinitionStatus: { conditions: appliedBy("type") },
    JSONSchemaProps: { "x-kubernetes-validations": keyedBy("rule") },
  },
  "apiregistration/v1": {
    APIServiceSpec: { caBundle: atomicList },
    APIServiceStatus: conditions,
  },
  "apps/v1": {
    DaemonSetStatus: conditions,
    DeploymentSpec: { strategy: retainKeys },
    DeploymentStatus: conditions,
    ReplicaSetStatus: conditions,
    StatefulSetStatus: conditions,
  },
  "autoscaling/v2": { HorizontalPodAutoscalerStatus: conditions },
  "batch/v1": {
    JobStatus: { conditions: patchedBy("type") },
    PodFailurePolicyOnExitCodesRequirement: { values: set },
    UncountedTerminatedPods: { failed: set, succeeded: set },
  },
  "certificates/v1": { CertificateSigningRequestStatus: { conditions: appliedBy("type") } },
  "core/v1": {
    ComponentStatus: conditions,
    Container: containerLists,
    ContainerRestartRuleOnExitCodes: { values: set },
    ContainerStatus: { allocatedResourcesStatus: keyedBy("name"), volumeMounts: keyedBy("mountPath") },
    EphemeralContainer: containerLists,
    NamespaceStatus: conditions,
    NodeAllocatableResourceClaimStatus: { containers: set },
    NodeSpec: { podCIDRs: mergedSet },
    NodeStatus: { ...conditions, addresses: keyedBy("type") },
    PersistentVolumeClaimStatus: { ...conditions, allocatedResourceStatuses: granularMap },
    PersistentVolumeSpec: { claimRef: granularMap },
    PodSpec: {
      containers: keyedBy("name"),
      ephemeralContainers: keyedBy("name"),
      hostAliases: keyedBy("ip"),
      imagePullSecrets: keyedBy("name"),
      initContainers: keyedBy("name"),
      nodeSelector: atomicMap,
      resourceClaims: keyedRetaining("name"),
      schedulingGates: keyedBy("name"),
      topologySpreadConstraints: keyedBy("topologyKey", "whenUnsatisfiable"),
      volumes: keyedRetaining("name"),
    },
    PodStatus: { ...conditions, hostIPs: patchedBy("ip"), podIPs: keyedBy("ip"), resourceClaimStatuses: keyedRetaining("name") },
    ReplicationControllerSpec: { selector: atomicMap },
    ReplicationControllerStatus: conditions,
    ResourceRequirements: { claims: appliedBy("name") },
    ResourceStatus: { resources: appliedBy("resourceID") },
    ServiceAccount: { secrets: keyedBy("name") },
    ServiceSpec: { ports: keyedBy("port", "protocol"), selector: atomicMap },
    ServiceStatus: conditions,
  },
  "discovery/v1": { Endpoint: { addresses: set } },
  "flowcontrol/v1": {
    FlowSchemaStatus: conditions,
    NonResourcePolicyRule: { nonResourceURLs: set, verbs: set },
    PriorityLevelConfigurationStatus: conditions,
    ResourcePolicyRule: { apiGroups: set, namespaces: set, resources: set, verbs: set },
  },
  "meta/v1": { ObjectMeta: { finalizers: mergedSet, ownerReferences: keyedBy("uid") } },
  "networking/v1": { ServiceCIDRStatus: conditions },
  "node/v1": { Scheduling: { nodeSelector: atomicMap } },
  "policy/v1": {
    PodDisruptionBudgetSpec: { selector: replace },
    PodDisruptionBudgetStatus: conditions,
  },
  "resource/v1": {
    AllocatedDeviceStatus: { conditions: appliedBy("type") },
    ResourceClaimStatus: { devices: appliedBy("driver", "device", "pool", "shareID"), reservedFor: keyedBy("uid") },
  },
  "storage/v1": {
    CSIDriverSpec: { volumeLifecycleModes: set },
    CSINodeSpec: { drivers: keyedBy("name") },
  },
};

/** Structs that have one owner as a whole, by group version. */
const atomicStructs: Readonly<Record<string, string>> = {
  "admissionregistration/v1": "MatchResources NamedRuleWithOperations ParamKind ParamRef Variable",
  "autoscaling/v1": "CrossVersionObjectReference",
  "core/v1":
    "ConfigMapKeySelector EndpointAddress EndpointPort FileKeySelector LocalObjectReference NodeSelector NodeSelectorTerm ObjectFieldSelector ObjectReference ResourceFieldSelector ScopeSelector SecretKeySelector SecretReference TopologySelectorTerm TypedLocalObjectReference",
  "discovery/v1": "EndpointPort",
  "meta/v1": "LabelSelector OwnerReference",
  "networking/v1": "ServiceBackendPort",
  "rbac/v1": "RoleRef Subject",
};

/** Structs of which one field at most is set. */
const unions: Readonly<Record<string, Facts>> = {
  "core/v1": {
    AppArmorProfile: unionOf(["localhostProfile"], "type"),
    PodSchedulingGroup: unionOf(["podGroupName"]),
    SeccompProfile: unionOf(["localhostProfile"], "type"),
  },
  "flowcontrol/v1": {
    LimitResponse: unionOf(["queuing"], "type"),
    PriorityLevelConfigurationSpec: unionOf(["exempt", "limited"], "type"),
    Subject: unionOf(["group", "serviceAccount", "user"], "kind"),
  },
};

/** All facts about merging, by definition name. */
export const mergeFacts: Readonly<Record<string, MergeFacts>> = assemble();

function assemble(): Readonly<Record<string, MergeFacts>> {
  const facts: Record<string, MergeFacts> = {};
  const add = (groupVersion: string, type: string, more: Partial<MergeFacts>) => {
    const [group = "", version = ""] = groupVersion.split("/");
    const name = apiDefinitionName(group, version, type);
    const sofar = facts[name];
    facts[name] = { type: { ...sofar?.type, ...more.type }, fields: { ...sofar?.fields, ...more.fields } };
  };

  for (const [groupVersion, types] of Object.entries(atomicLists)) {
    for (const [type, fields] of Object.entries(types)) add(groupVersion, type, { fields: Object.fromEntries(fields.split(" ").map((field) => [field, atomicList])) });
  }
  for (const [groupVersion, types] of Object.entries(fieldFacts)) {
    for (const [type, fields] of Object.entries(types)) add(groupVersion, type, { fields });
  }
  for (const [groupVersion, types] of Object.entries(atomicStructs)) {
    for (const type of types.split(" ")) add(groupVersion, type, { type: atomicMap });
  }
  for (const [groupVersion, types] of Object.entries(unions)) {
    for (const [type, union] of Object.entries(types)) add(groupVersion, type, { type: union });
  }
  return facts;
}
