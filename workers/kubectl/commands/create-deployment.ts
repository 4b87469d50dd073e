import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf, requireFlags } from "../generate/create-generated.ts";
import { containersOf } from "../generate/containers.ts";

export const createDeploymentCommand: Command = {
  name: "create deployment",
  aliases: ["create deploy"],
  summary: "Create a deployment with the specified name",
  usage: "create deployment NAME --image=image -- [COMMAND] [args...]",
  examples: `# A deployment of nginx with three replicas
kubectl create deployment web --image=nginx --replicas=3

# Only its YAML
kubectl create deployment web --image=nginx --dry-run=client -o yaml`,
  writes: true,
  flags: [
    ...generatorFlags,
    { name: "image", type: "strings", help: "Images to run, a container for each." },
    { name: "port", type: "integer", default: "-1", help: "The port that the first container serves." },
    { name: "replicas", short: "r", type: "integer", default: "1", help: "How many replicas there should be." },
  ],

  async run(context) {
    requireFlags(context, "image");
    const name = nameOf(context, "create deployment");
    const { arguments: given } = context;
    const images = given.list("image");
    const command = given.afterDashes ?? [];
    if (images.length > 1 && command.length > 0) throw new KubectlError("cannot specify multiple --image options and command");
    const labels = { app: name };
    const port = given.number("port");
    return createGenerated(context, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { labels, name },
      spec: { replicas: given.number("replicas"), selector: { matchLabels: labels }, strategy: {}, template: { metadata: { labels }, spec: { containers: containersOf({ images, command, port }) } } },
      status: {},
    }, { failure: "deployment" });
  },
};
