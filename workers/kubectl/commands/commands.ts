import type { Command } from "../command.ts";
import { annotateCommand } from "./annotate.ts";
import { apiResourcesCommand } from "./api-resources.ts";
import { apiVersionsCommand } from "./api-versions.ts";
import { applyCommand } from "./apply.ts";
import { authCanICommand } from "./auth-can-i.ts";
import { authWhoamiCommand } from "./auth-whoami.ts";
import { autoscaleCommand } from "./autoscale.ts";
import { clusterInfoCommand } from "./cluster-info.ts";
import { configCurrentContextCommand, configGetContextsCommand, configSetContextCommand, configUseContextCommand, configViewCommand } from "./config.ts";
import { cordonCommand } from "./cordon.ts";
import { createCommand } from "./create.ts";
import { createConfigMapCommand } from "./create-configmap.ts";
import { createCronJobCommand } from "./create-cronjob.ts";
import { createDeploymentCommand } from "./create-deployment.ts";
import { createJobCommand } from "./create-job.ts";
import { createNamespaceCommand } from "./create-namespace.ts";
import { createPodDisruptionBudgetCommand } from "./create-poddisruptionbudget.ts";
import { createPriorityClassCommand } from "./create-priorityclass.ts";
import { createQuotaCommand } from "./create-quota.ts";
import { createSecretDockerRegistryCommand } from "./create-secret-docker-registry.ts";
import { createSecretGenericCommand } from "./create-secret-generic.ts";
import { createSecretTlsCommand } from "./create-secret-tls.ts";
import { createServiceClusterIpCommand } from "./create-service-clusterip.ts";
import { createServiceExternalNameCommand } from "./create-service-externalname.ts";
import { createServiceLoadBalancerCommand } from "./create-service-loadbalancer.ts";
import { createServiceNodePortCommand } from "./create-service-nodeport.ts";
import { createServiceAccountCommand } from "./create-serviceaccount.ts";
import { createTokenCommand } from "./create-token.ts";
import { deleteCommand } from "./delete.ts";
import { describeCommand } from "./describe.ts";
import { diffCommand } from "./diff.ts";
import { drainCommand } from "./drain.ts";
import { editCommand } from "./edit.ts";
import { eventsCommand } from "./events.ts";
import { execCommand } from "./exec.ts";
import { explainCommand } from "./explain.ts";
import { exposeCommand } from "./expose.ts";
import { getCommand } from "./get.ts";
import { labelCommand } from "./label.ts";
import { logsCommand } from "./logs.ts";
import { patchCommand } from "./patch.ts";
import { replaceCommand } from "./replace.ts";
import { rolloutHistoryCommand } from "./rollout-history.ts";
import { rolloutPauseCommand } from "./rollout-pause.ts";
import { rolloutRestartCommand } from "./rollout-restart.ts";
import { rolloutResumeCommand } from "./rollout-resume.ts";
import { rolloutStatusCommand } from "./rollout-status.ts";
import { rolloutUndoCommand } from "./rollout-undo.ts";
import { runCommand } from "./run.ts";
import { scaleCommand } from "./scale.ts";
import { setEnvCommand } from "./set-env.ts";
import { setImageCommand } from "./set-image.ts";
import { setResourcesCommand } from "./set-resources.ts";
import { setSelectorCommand } from "./set-selector.ts";
import { setServiceAccountCommand } from "./set-serviceaccount.ts";
import { taintCommand } from "./taint.ts";
import { topNodeCommand, topPodCommand } from "./top.ts";
import { uncordonCommand } from "./uncordon.ts";
import { unsupportedCommands } from "./unsupported.ts";
import { versionCommand } from "./version.ts";
import { waitCommand } from "./wait.ts";

/** Every verb of kubectl. */
export const commands: readonly Command[] = [
  annotateCommand,
  apiResourcesCommand,
  apiVersionsCommand,
  applyCommand,
  authCanICommand,
  authWhoamiCommand,
  autoscaleCommand,
  clusterInfoCommand,
  configCurrentContextCommand,
  configGetContextsCommand,
  configSetContextCommand,
  configUseContextCommand,
  configViewCommand,
  cordonCommand,
  createCommand,
  createConfigMapCommand,
  createCronJobCommand,
  createDeploymentCommand,
  createJobCommand,
  createNamespaceCommand,
  createPodDisruptionBudgetCommand,
  createPriorityClassCommand,
  createQuotaCommand,
  createSecretDockerRegistryCommand,
  createSecretGenericCommand,
  createSecretTlsCommand,
  createServiceAccountCommand,
  createServiceClusterIpCommand,
  createServiceExternalNameCommand,
  createServiceLoadBalancerCommand,
  createServiceNodePortCommand,
  createTokenCommand,
  deleteCommand,
  describeCommand,
  diffCommand,
  drainCommand,
  editCommand,
  eventsCommand,
  execCommand,
  explainCommand,
  exposeCommand,
  getCommand,
  labelCommand,
  logsCommand,
  patchCommand,
  replaceCommand,
  rolloutHistoryCommand,
  rolloutPauseCommand,
  rolloutRestartCommand,
  rolloutResumeCommand,
  rolloutStatusCommand,
  rolloutUndoCommand,
  runCommand,
  scaleCommand,
  setEnvCommand,
  setImageCommand,
  setResourcesCommand,
  setSelectorCommand,
  setServiceAccountCommand,
  taintCommand,
  topNodeCommand,
  topPodCommand,
  uncordonCommand,
  versionCommand,
  waitCommand,
  ...unsupportedCommands,
];
