import { Services } from "../../api/core/service.ts";
import type { Service } from "../../api/generated/core/v1.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { serverUrl } from "../kubeconfig.ts";

export const clusterInfoCommand: Command = {
  name: "cluster-info",
  summary: "Display cluster information",
  usage: "cluster-info",
  examples: "kubectl cluster-info",
  writes: false,
  flags: [],

  async run(context) {
    if (context.arguments.words[0] === "dump") throw new KubectlError("cluster-info dump is not supported by this kubectl");
    try {
      await tellAll(context);
    } finally {
      context.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    }
    return 0;
  },
};

async function tellAll(context: CommandContext): Promise<void> {
  const server = await serverUrl(context);
  const { items } = await context.api.list<Service>(Services, { namespace: "kube-system", labelSelector: "kubernetes.io/cluster-service=true" });
  context.print(`Kubernetes control plane is running at ${server}\n`);
  for (const service of items) tell(context, server, service);
}

function tell({ print }: CommandContext, server: string, { metadata, spec }: Service): void {
  const [port] = spec.ports ?? [];
  const named = port === undefined ? metadata.name : `${port.port === 443 ? "https:" : ""}${metadata.name}:${port.name ?? port.port}`;
  const name = metadata.labels?.["kubernetes.io/name"] ?? metadata.name;
  print(`${name} is running at ${server}/api/v1/namespaces/${metadata.namespace ?? ""}/services/${named}/proxy\n`);
}
