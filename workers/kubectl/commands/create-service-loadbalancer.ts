import type { Command } from "../command.ts";
import { createService, requirePorts, serviceFlags } from "../generate/service-generator.ts";

export const createServiceLoadBalancerCommand: Command = {
  name: "create service loadbalancer",
  aliases: ["create svc loadbalancer"],
  summary: "Create a LoadBalancer service",
  usage: "create service loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
  examples: "kubectl create service loadbalancer web --tcp=80:8080",
  writes: true,
  flags: serviceFlags,

  async run(context) {
    requirePorts(context);
    return createService(context, "LoadBalancer", {});
  },
};
