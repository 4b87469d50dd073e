import type { Command } from "../command.ts";
import { createGenerated, generatorFlags, nameOf, requireFlags } from "../generate/create-generated.ts";

export const createCronJobCommand: Command = {
  name: "create cronjob",
  aliases: ["create cj"],
  summary: "Create a cron job with the specified name",
  usage: "create cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  examples: 'kubectl create cronjob tick --image=busybox --schedule="*/1 * * * *" -- date',
  writes: true,
  flags: [
    ...generatorFlags,
    { name: "image", type: "string", help: "The image to run." },
    { name: "schedule", type: "string", help: "When to run, in the format of cron." },
    { name: "restart", type: "string", help: "Restart policy of its pods: OnFailure or Never." },
  ],

  async run(context) {
    requireFlags(context, "image", "schedule");
    const { arguments: given } = context;
    const name = nameOf(context, "create cronjob");
    const command = given.afterDashes ?? [];
    const container = { ...(command.length > 0 && { command }), image: given.text("image"), name, resources: {} };
    const template = { metadata: {}, spec: { containers: [container], restartPolicy: given.text("restart") || "OnFailure" } };
    const spec = { jobTemplate: { metadata: { name }, spec: { template } }, schedule: given.text("schedule") };
    return createGenerated(context, { apiVersion: "batch/v1", kind: "CronJob", metadata: { name }, spec, status: {} }, { failure: "cronjob" });
  },
};
