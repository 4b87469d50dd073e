import type { Container, EphemeralContainer, Pod } from "../../api/generated/core/v1.ts";
import type { ContainerConfig, ContainerSecurity, ImageStatus, Mount, Volume } from "../../cri/runtime.ts";
import { expand } from "../environment/expansion.ts";
import { containerResources } from "./sandbox-config.ts";

/** The one file of the volume in which a container leaves its last words. */
export const terminationLogFile = "termination-log";

export interface ContainerParts {
  readonly attempt: number;
  readonly image: ImageStatus;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  readonly mounts: readonly Mount[];
  readonly terminationLog: Volume;
}

/** Everything that the runtime has to know to make the container. */
export function containerConfig(pod: Pod, container: Container | EphemeralContainer, parts: ContainerParts): ContainerConfig {
  const values = new Map(parts.variables.map(({ name, value }) => [name, value]));
  const expanded = (texts: readonly string[] | undefined) => texts?.map((text) => expand(text, (name) => values.get(name)));
  const command = expanded(container.command);
  const args = expanded(container.args);
  const security = containerSecurity(pod, container);
  return {
    name: container.name,
    attempt: parts.attempt,
    image: parts.image.name,
    ...(command !== undefined && command.length > 0 && { command }),
    ...(args !== undefined && args.length > 0 && { args }),
    ...(container.workingDir !== undefined && container.workingDir !== "" && { workingDirectory: container.workingDir }),
    env: parts.variables,
    mounts: [...parts.mounts, terminationMount(container, parts.terminationLog)],
    resources: containerResources(container),
    ports: (container.ports ?? []).map(({ containerPort, protocol = "TCP" }) => ({ containerPort, protocol })),
    stdin: container.stdin ?? false,
    tty: container.tty ?? false,
    labels: { "io.kubernetes.container.name": container.name, "io.kubernetes.pod.uid": pod.metadata.uid },
    ...(security !== undefined && { security }),
    ...(container.lifecycle?.stopSignal !== undefined && { stopSignal: container.lifecycle.stopSignal }),
  };
}

function terminationMount({ terminationMessagePath = "/dev/termination-log" }: Container | EphemeralContainer, source: Volume): Mount {
  return { containerPath: terminationMessagePath, source, subPath: terminationLogFile, readOnly: false };
}

/** The container's own settings come before the pod's. */
function containerSecurity({ spec }: Pod, { securityContext }: Container | EphemeralContainer): ContainerSecurity | undefined {
  const runAsUser = securityContext?.runAsUser ?? spec.securityContext?.runAsUser;
  const runAsGroup = securityContext?.runAsGroup ?? spec.securityContext?.runAsGroup;
  const runAsNonRoot = securityContext?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot;
  const { readOnlyRootFilesystem, privileged } = securityContext ?? {};
  const security = {
    ...(runAsUser !== undefined && { runAsUser }),
    ...(runAsGroup !== undefined && { runAsGroup }),
    ...(runAsNonRoot !== undefined && { runAsNonRoot }),
    ...(readOnlyRootFilesystem !== undefined && { readOnlyRootFilesystem }),
    ...(privileged !== undefined && { privileged }),
  };
  return Object.keys(security).length === 0 ? undefined : security;
}

/** Why a container that must not run as root would; undefined when all is well. */
export function rootComplaint(pod: Pod, container: Container | EphemeralContainer, image: ImageStatus): string | undefined {
  const security = containerSecurity(pod, container);
  if (security?.runAsNonRoot !== true) return undefined;
  const where = `(pod: ${JSON.stringify(`${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`)}, container: ${container.name})`;
  if (security.runAsUser !== undefined) return security.runAsUser === 0 ? `container's runAsUser breaks non-root policy ${where}` : undefined;
  const user = image.user ?? "";
  if (user === "" || user === "0" || user === "root") return `container has runAsNonRoot and image will run as root ${where}`;
  if (!/^\d+$/.test(user)) return `container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root ${where}`;
  return undefined;
}
