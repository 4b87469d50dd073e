import type { Command } from "../command.ts";
import { createService, requirePorts, serviceFlags, tcpPorts } from "../generate/service-generator.ts";

export const createServiceNodePortCommand: Command = {
  name: "create service nodeport",
  aliases: ["create svc nodeport"],
  summary: "Create a NodePort service",
  usage: "create service nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
  examples: "kubectl create service nodeport web --tcp=80:8080",
  writes: true,
  flags: [...serviceFlags, { name: "node-port", type: "integer", default: "0", help: "Port on every node; 0 leaves the choice to the server." }],

  async run(context) {
    requirePorts(context);
    const nodePort = context.arguments.number("node-port");
    const ports = tcpPorts(context).map((port, index) => (nodePort > 0 && index === 0 ? { ...port, nodePort } : port));
    return createService(context, "NodePort", {}, ports);
  },
};
