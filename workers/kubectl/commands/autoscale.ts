import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";

export const autoscaleCommand: Command = {
  name: "autoscale",
  summary: "Auto-scale a deployment, replica set, stateful set, or replication controller",
  usage: "autoscale (TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]",
  flags: [
    { name: "cpu", type: "string", help: "Target CPU utilization, such as 80%." },
    { name: "cpu-percent", type: "integer", default: "-1", help: "Target CPU utilization in percent of the requests." },
    { name: "max", type: "integer", default: "-1", help: "Most pods." },
    { name: "memory", type: "string", help: "Target memory utilization, such as 80%." },
    { name: "min", type: "integer", default: "-1", help: "Fewest pods." },
    { name: "name", type: "string", help: "Name of the autoscaler." },
  ],
  writes: true,

  async run({ api }) {
    if ((await api.discovery()).find("horizontalpodautoscalers") === undefined) {
      throw new KubectlError("this cluster has no horizontal pod autoscalers (autoscaling/v2 is not served); change the number of pods with kubectl scale");
    }
    throw new KubectlError("autoscale is not supported by this kubectl yet; apply a HorizontalPodAutoscaler manifest instead");
  },
};
