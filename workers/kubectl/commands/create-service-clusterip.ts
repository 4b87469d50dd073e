import type { Command } from "../command.ts";
import { createService, requirePorts, serviceFlags } from "../generate/service-generator.ts";

export const createServiceClusterIpCommand: Command = {
  name: "create service clusterip",
  aliases: ["create svc clusterip"],
  summary: "Create a ClusterIP service",
  usage: "create service clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]",
  examples: `kubectl create service clusterip web --tcp=80:8080

# Without an address of its own
kubectl create service clusterip web --clusterip="None"`,
  writes: true,
  flags: [...serviceFlags, { name: "clusterip", type: "string", help: 'Assign this address; "None" for a headless service.' }],

  async run(context) {
    const clusterIP = context.arguments.text("clusterip");
    if (clusterIP !== "None") requirePorts(context);
    return createService(context, "ClusterIP", clusterIP === "" ? {} : { clusterIP });
  },
};
