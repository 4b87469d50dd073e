import { MutatingAdmissionPolicies } from "./admissionregistration/mutating-admission-policy.ts";
import { MutatingAdmissionPolicyBindings } from "./admissionregistration/mutating-admission-policy-binding.ts";
import { MutatingWebhookConfigurations } from "./admissionregistration/mutating-webhook-configuration.ts";
import { ValidatingAdmissionPolicies } from "./admissionregistration/validating-admission-policy.ts";
import { ValidatingAdmissionPolicyBindings } from "./admissionregistration/validating-admission-policy-binding.ts";
import { ValidatingWebhookConfigurations } from "./admissionregistration/validating-webhook-configuration.ts";
import { CustomResourceDefinitions } from "./apiextensions/custom-resource-definition.ts";
import { APIServices } from "./apiregistration/api-service.ts";
import { ControllerRevisions } from "./apps/controller-revision.ts";
import { DaemonSets } from "./apps/daemon-set.ts";
import { StatefulSets } from "./apps/stateful-set.ts";
import { HorizontalPodAutoscalers } from "./autoscaling/horizontal-pod-autoscaler.ts";
import { HorizontalPodAutoscalersV1 } from "./autoscaling/horizontal-pod-autoscaler-v1.ts";
import { CronJobs } from "./batch/cron-job.ts";
import { Jobs } from "./batch/job.ts";
import { CertificateSigningRequests } from "./certificates/certificate-signing-request.ts";
import { LimitRanges } from "./core/limit-range.ts";
import { PersistentVolumeClaims } from "./core/persistent-volume-claim.ts";
import { PersistentVolumes } from "./core/persistent-volume.ts";
import { PodTemplates } from "./core/pod-template.ts";
import { ReplicationControllers } from "./core/replication-controller.ts";
import { ResourceQuotas } from "./core/resource-quota.ts";
import { FlowSchemas } from "./flowcontrol/flow-schema.ts";
import { PriorityLevelConfigurations } from "./flowcontrol/priority-level-configuration.ts";
import { IngressClasses } from "./networking/ingress-class.ts";
import { Ingresses } from "./networking/ingress.ts";
import { IPAddresses } from "./networking/ip-address.ts";
import { NetworkPolicies } from "./networking/network-policy.ts";
import { ServiceCIDRs } from "./networking/service-cidr.ts";
import { RuntimeClasses } from "./node/runtime-class.ts";
import { PodDisruptionBudgets } from "./policy/pod-disruption-budget.ts";
import { ClusterRoleBindings } from "./rbac/cluster-role-binding.ts";
import { ClusterRoles } from "./rbac/cluster-role.ts";
import { RoleBindings } from "./rbac/role-binding.ts";
import { Roles } from "./rbac/role.ts";
import type { AnyResource } from "./resource.ts";
import { DeviceClasses } from "./resource/device-class.ts";
import { ResourceClaimTemplates } from "./resource/resource-claim-template.ts";
import { ResourceClaims } from "./resource/resource-claim.ts";
import { ResourceSlices } from "./resource/resource-slice.ts";
import { CSIDrivers } from "./storage/csi-driver.ts";
import { CSINodes } from "./storage/csi-node.ts";
import { CSIStorageCapacities } from "./storage/csi-storage-capacity.ts";
import { StorageClasses } from "./storage/storage-class.ts";
import { VolumeAttachments } from "./storage/volume-attachment.ts";
import { VolumeAttributesClasses } from "./storage/volume-attributes-class.ts";

/** Kinds that are described already, but that nothing backs yet: the API server does not serve them. */
export const upcomingKinds: readonly AnyResource[] = [
  LimitRanges,
  PersistentVolumeClaims,
  PersistentVolumes,
  PodTemplates,
  ReplicationControllers,
  ResourceQuotas,
  MutatingAdmissionPolicies,
  MutatingAdmissionPolicyBindings,
  MutatingWebhookConfigurations,
  ValidatingAdmissionPolicies,
  ValidatingAdmissionPolicyBindings,
  ValidatingWebhookConfigurations,
  CustomResourceDefinitions,
  APIServices,
  ControllerRevisions,
  DaemonSets,
  StatefulSets,
  HorizontalPodAutoscalers,
  HorizontalPodAutoscalersV1,
  CronJobs,
  Jobs,
  CertificateSigningRequests,
  FlowSchemas,
  PriorityLevelConfigurations,
  IngressClasses,
  Ingresses,
  IPAddresses,
  NetworkPolicies,
  ServiceCIDRs,
  RuntimeClasses,
  PodDisruptionBudgets,
  ClusterRoleBindings,
  ClusterRoles,
  RoleBindings,
  Roles,
  DeviceClasses,
  ResourceClaimTemplates,
  ResourceClaims,
  ResourceSlices,
  CSIDrivers,
  CSINodes,
  CSIStorageCapacities,
  StorageClasses,
  VolumeAttachments,
  VolumeAttributesClasses,
];
