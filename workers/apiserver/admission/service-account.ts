import { nameAlphabet } from "../../apimachinery/generate-name.ts";
import { type ApiError, forbidden, notFound } from "../../apimachinery/status.ts";
import type { Pod } from "../../api/core/pod.ts";
import { type ServiceAccount, ServiceAccounts } from "../../api/core/service-account.ts";
import { TryAgainLater } from "../exchange.ts";
import type { AdmissionPlugin, AdmissionReview } from "../core.ts";
import { forNewPods } from "./for-pods.ts";

const defaultName = "default";
const mirrorAnnotation = "kubernetes.io/config.mirror";
const volumePrefix = "kube-api-access-";
const mountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
/** One hour and seven seconds: the seven mark a token that was not asked for. */
const tokenSeconds = 3607;
/** A new namespace's default account is made by a controller, so it is waited for a little. */
const attempts = 10;

type Container = NonNullable<Pod["spec"]["containers"]>[number];

/** Gives pods an identity: the account, its pull secrets, and the volume with its token. */
export const serviceAccount: AdmissionPlugin = {
  name: "ServiceAccount",

  mutate: forNewPods((pod, review) => {
    if (pod.metadata.annotations?.[mirrorAnnotation] !== undefined) return withoutAccount(pod, review);
    const name = pod.spec.serviceAccountName || pod.spec.serviceAccount || defaultName;
    const account = find(name, review);
    const named = { ...pod, spec: { ...pod.spec, serviceAccountName: name, serviceAccount: name } };
    return withPullSecrets(automounts(pod, account) ? withTokenVolume(named, review) : named, account);
  }),
};

/** A pod from a file on a node cannot act through the API. */
function withoutAccount(pod: Pod, { call }: AdmissionReview): Pod {
  const refuse = (why: string) => forbidden(call.served.name, pod.metadata.name || (pod.metadata.generateName ?? ""), why);
  if ((pod.spec.serviceAccountName ?? "") !== "") throw refuse("a mirror pod may not reference service accounts");
  for (const { projected } of pod.spec.volumes ?? []) {
    if (projected?.sources?.some((source) => source.serviceAccountToken !== undefined) === true) throw refuse("a mirror pod may not use ServiceAccountToken volume projections");
  }
  return pod;
}

function find(name: string, review: AdmissionReview): ServiceAccount {
  const { call, namespace } = review;
  const account = call.core.served.of(ServiceAccounts)?.get(namespace, name);
  if (account !== undefined) return account;
  const error = missing(name, review);
  if (name !== defaultName || call.exchange.attempt + 1 >= attempts) throw error;
  throw new TryAgainLater(call.core.random.integer(100, 200), error);
}

function missing(name: string, { call, namespace, object }: AdmissionReview): ApiError {
  const why = notFound({ group: "", resource: "serviceaccount" }, name).message;
  return forbidden(call.served.name, object?.metadata.name || (object?.metadata.generateName ?? ""), `error looking up service account ${namespace}/${name}: ${why}`);
}

const automounts = ({ spec }: Pod, account: ServiceAccount) => spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;

function withPullSecrets(pod: Pod, { imagePullSecrets }: ServiceAccount): Pod {
  if ((pod.spec.imagePullSecrets?.length ?? 0) > 0 || imagePullSecrets === undefined || imagePullSecrets.length === 0) return pod;
  return { ...pod, spec: { ...pod.spec, imagePullSecrets } };
}

function withTokenVolume(pod: Pod, { call }: AdmissionReview): Pod {
  const { spec } = pod;
  const containers = spec.containers ?? [];
  if (containers.every(hasMount) && (spec.initContainers ?? []).every(hasMount)) return pod;
  const existing = spec.volumes?.find(({ name }) => name.startsWith(volumePrefix))?.name;
  const name = existing ?? volumePrefix + call.core.random.text(5, nameAlphabet);
  return {
    ...pod,
    spec: {
      ...spec,
      containers: containers.map((container) => withMount(container, name)),
      ...(spec.initContainers !== undefined && { initContainers: spec.initContainers.map((container) => withMount(container, name)) }),
      ...(existing === undefined && { volumes: [...(spec.volumes ?? []), tokenVolume(name)] }),
    },
  };
}

const hasMount = ({ volumeMounts = [] }: Container) => volumeMounts.some((mount) => mount.mountPath === mountPath);

const withMount = (container: Container, name: string): Container =>
  hasMount(container) ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath }] };

/** The token, the certificate authority to trust, and the namespace. */
const tokenVolume = (name: string): NonNullable<Pod["spec"]["volumes"]>[number] => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: tokenSeconds, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } },
    ],
    defaultMode: 420,
  },
});
