import { notFound } from "../../apimachinery/status.ts";
import type { ConfigMap, Container, EnvFromSource, EnvVar, EnvVarSource, Secret, Service } from "../../api/generated/core/v1.ts";
import { decodeBase64 } from "./base64.ts";
import { expand } from "./expansion.ts";
import { podField, type PodFacts } from "./pod-fields.ts";
import { type Allocatable, resourceField } from "./resource-field.ts";
import { serviceEnvironment, visibleServices } from "./service-environment.ts";

/** Where the values come from. Objects that do not exist are undefined. */
export interface EnvironmentSource {
  configMap(namespace: string, name: string): Promise<ConfigMap | undefined>;
  secret(namespace: string, name: string): Promise<Secret | undefined>;
  services(namespace: string): Iterable<Service>;
  readonly allocatable: Allocatable;
}

export type Environment = readonly { readonly name: string; readonly value: string }[];

type Data = Readonly<Record<string, string>>;

/** All environment variables of a container; throws with the words of CreateContainerConfigError. */
export async function makeEnvironment(facts: PodFacts, container: Container, source: EnvironmentSource): Promise<Environment> {
  const namespace = facts.pod.metadata.namespace ?? "default";
  const services = serviceEnvironment(visibleServices(source.services(namespace), namespace, facts.pod.spec.enableServiceLinks ?? true));
  const builder = new EnvironmentBuilder(facts, container, source);
  for (const from of container.envFrom ?? []) await builder.addAll(from);
  for (const variable of container.env ?? []) await builder.add(variable, services);
  return builder.finish(services);
}

class EnvironmentBuilder {
  readonly #facts: PodFacts;
  readonly #container: Container;
  readonly #source: EnvironmentSource;
  readonly #values = new Map<string, string>();

  constructor(facts: PodFacts, container: Container, source: EnvironmentSource) {
    this.#facts = facts;
    this.#container = container;
    this.#source = source;
  }

  async addAll({ prefix = "", configMapRef, secretRef }: EnvFromSource): Promise<void> {
    if (configMapRef !== undefined) this.#addData(prefix, await this.#configMapData(configMapRef.name ?? "", configMapRef.optional));
    if (secretRef !== undefined) this.#addData(prefix, await this.#secretData(secretRef.name ?? "", secretRef.optional));
  }

  async add({ name, value, valueFrom }: EnvVar, services: ReadonlyMap<string, string>): Promise<void> {
    const found = valueFrom === undefined ? expand(value ?? "", (other) => this.#values.get(other) ?? services.get(other)) : await this.#read(valueFrom);
    if (found === undefined) return;
    this.#values.delete(name);
    this.#values.set(name, found);
  }

  /** What the pod itself sets comes before what Services would tell. */
  finish(services: ReadonlyMap<string, string>): Environment {
    for (const [name, value] of services) if (!this.#values.has(name)) this.#values.set(name, value);
    return [...this.#values].map(([name, value]) => ({ name, value }));
  }

  get #namespace(): string {
    return this.#facts.pod.metadata.namespace ?? "default";
  }

  async #read(from: EnvVarSource): Promise<string | undefined> {
    if (from.fieldRef !== undefined) return podField(this.#facts, from.fieldRef.fieldPath);
    if (from.resourceFieldRef !== undefined) return resourceField(this.#facts.pod, this.#container, from.resourceFieldRef, this.#source.allocatable);
    if (from.configMapKeyRef !== undefined) {
      const { name = "", key, optional } = from.configMapKeyRef;
      return this.#pick(await this.#configMapData(name, optional), key, optional, `ConfigMap ${this.#namespace}/${name}`);
    }
    if (from.secretKeyRef !== undefined) {
      const { name = "", key, optional } = from.secretKeyRef;
      return this.#pick(await this.#secretData(name, optional), key, optional, `Secret ${this.#namespace}/${name}`);
    }
    throw new Error("fileKeyRef is not supported by this kubelet");
  }

  #pick(data: Data | undefined, key: string, optional: boolean | undefined, source: string): string | undefined {
    const value = data?.[key];
    if (value === undefined && optional !== true) throw new Error(`couldn't find key ${key} in ${source}`);
    return value;
  }

  async #configMapData(name: string, optional: boolean | undefined): Promise<Data | undefined> {
    const configMap = await this.#source.configMap(this.#namespace, name);
    if (configMap === undefined && optional !== true) throw notFound({ group: "", resource: "configmap" }, name);
    return configMap?.data ?? (configMap === undefined ? undefined : {});
  }

  async #secretData(name: string, optional: boolean | undefined): Promise<Data | undefined> {
    const secret = await this.#source.secret(this.#namespace, name);
    if (secret === undefined && optional !== true) throw notFound({ group: "", resource: "secret" }, name);
    return secret && Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, encoded]) => [key, decodeBase64(encoded)]));
  }

  #addData(prefix: string, data: Data | undefined): void {
    for (const key of Object.keys(data ?? {}).sort()) this.#values.set(prefix + key, data?.[key] ?? "");
  }
}
