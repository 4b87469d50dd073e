import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";

interface CronJob extends KubernetesObject {
  readonly spec?: { readonly jobTemplate?: { readonly metadata?: { readonly labels?: object; readonly annotations?: object }; readonly spec?: object } };
}

export const createJobCommand: Command = {
  name: "create job",
  summary: "Create a job with the specified name",
  usage: "create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]",
  examples: `kubectl create job hello --image=busybox -- date

# Run a cron job now
kubectl create job now --from=cronjob/nightly`,
  writes: true,
  flags: [...generatorFlags, { name: "image", type: "string", help: "The image to run." }, { name: "from", type: "string", help: "The cron job to make the job from." }],

  async run(context) {
    const { arguments: given } = context;
    const name = nameOf(context, "create job");
    const [image, from] = [given.text("image"), given.text("from")];
    if ((image === "") === (from === "")) throw new KubectlError("either --image or --from must be specified");
    if (from !== "") return createGenerated(context, await jobFrom(context, { name, from }), { failure: "job" });
    const command = given.afterDashes ?? [];
    const container = { ...(command.length > 0 && { command }), image, name, resources: {} };
    const spec = { template: { metadata: {}, spec: { containers: [container], restartPolicy: "Never" } } };
    return createGenerated(context, { apiVersion: "batch/v1", kind: "Job", metadata: { name }, spec, status: {} }, { failure: "job" });
  },
};

async function jobFrom({ api, namespace, arguments: given }: CommandContext, { name, from }: { readonly name: string; readonly from: string }) {
  const [type = "", cronJobName = ""] = from.split("/");
  if ((given.afterDashes ?? []).length > 0) throw new KubectlError("cannot specify --from and command");
  const resource = await api.resourceFor(type);
  if (resource.kind !== "CronJob") throw new KubectlError("from must be an existing cronjob");
  const cronJob = await api.get<CronJob>(resource, { namespace, name: cronJobName });
  const { metadata = {}, spec = {} } = cronJob.spec?.jobTemplate ?? {};
  const annotations = { "cronjob.kubernetes.io/instantiate": "manual", ...metadata.annotations };
  const ownerReferences = [{ apiVersion: "batch/v1", controller: true, kind: "CronJob", name: cronJob.metadata.name, uid: cronJob.metadata.uid }];
  return { apiVersion: "batch/v1", kind: "Job", metadata: { annotations, ...(metadata.labels !== undefined && { labels: metadata.labels }), name, ownerReferences }, spec, status: {} };
}
