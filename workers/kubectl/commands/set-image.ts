import type { Container, PodSpec } from "../../api/generated/core/v1.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { changePodSpec } from "../pod-spec-change.ts";
import { namesFiles } from "../manifest/read-files.ts";
import { readPairs, splitPairs } from "../resource-pairs.ts";
import { nothingNamed } from "../selected-objects.ts";
import { setFlags, setOnObjects } from "../set-flags.ts";

export const setImageCommand: Command = {
  name: "set image",
  summary: "Update the image of a pod template",
  usage: "set image (TYPE NAME | TYPE/NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N",
  examples: `  # Set the image of a deployment's nginx container
  kubectl set image deployment/nginx nginx=nginx:1.27

  # Set the image of all containers of a daemon set
  kubectl set image daemonset abc *=nginx:1.27`,
  flags: setFlags,
  writes: true,

  async run(context) {
    const { resources, pairs } = splitPairs(context.arguments.words, "image");
    const { set: images } = readPairs(pairs, "image", false);
    const names = Object.keys(images);
    if (resources.length === 0 && !namesFiles(context)) throw nothingNamed();
    if (names.length === 0) throw new KubectlError("at least one image update is required");
    if (names.length > 1 && names.includes("*")) throw new KubectlError("all containers are already specified by *, but saw more than one container_name=container_image pairs");
    return setOnObjects(context, resources, {
      changed: (object) => changePodSpec(object, (spec) => withImages(spec, images)),
      operation: "image updated",
      failure: "failed to patch image update to pod template",
    });
  },
};

function withImages(spec: PodSpec, images: Readonly<Record<string, string>>): PodSpec {
  const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const missing = Object.keys(images).filter((name) => name !== "*" && !all.some((container) => container.name === name));
  if (missing.length > 0) throw new KubectlError(missing.map((name) => `error: unable to find container named "${name}"`).join("\n"));
  const updated = (container: Container): Container => {
    const image = images[container.name] ?? images["*"];
    return image === undefined || image === container.image ? container : { ...container, image };
  };
  return { ...spec, ...(spec.initContainers && { initContainers: spec.initContainers.map(updated) }), containers: spec.containers.map(updated) };
}
