import type { Pod, Secret } from "../../api/generated/core/v1.ts";
import type { RegistryCredential } from "../../cri/runtime.ts";
import type { PodEvents } from "../pod-events.ts";
import type { ObjectSource } from "../volumes/volume-plugin.ts";
import { registryCredentials } from "./pull-credentials.ts";

/** The credentials with which the pod's images may be pulled. Secrets that are missing are told of, and done without. */
export async function podCredentials(pod: Pod, objects: ObjectSource, events: PodEvents): Promise<readonly RegistryCredential[]> {
  const names = (pod.spec.imagePullSecrets ?? []).flatMap(({ name }) => (name === undefined || name === "" ? [] : [name]));
  const secrets: Secret[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const secret = await objects.secret(pod.metadata.namespace ?? "default", name);
    if (secret === undefined) missing.push(name);
    else secrets.push(secret);
  }
  if (missing.length > 0) {
    events.warning(pod, "FailedToRetrieveImagePullSecret", `Unable to retrieve some image pull secrets (${missing.join(", ")}); attempting to pull the image may not succeed.`);
  }
  return registryCredentials(secrets);
}
