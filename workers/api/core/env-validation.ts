import { configMapKeyErrors, envVarNameErrors, qualifiedNameErrors, dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import { formatQuantity, quantitySign } from "../../apimachinery/quantity.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ConfigMapKeySelector, EnvFromSource, EnvVar, EnvVarSource, FileKeySelector, ObjectFieldSelector, ResourceFieldSelector } from "../generated/core/v1.ts";
import { subdomainName } from "../names.ts";
import { validateLocalNonReservedPath } from "./path-validation.ts";

/** The rules for an environment variable. */
export function validateEnvVar(env: EnvVar, errors: FieldErrors): void {
  if (isUnset(env.name)) errors.required("name");
  else errors.check("name", env.name, envVarNameErrors(env.name));
  errors.at("valueFrom", env.valueFrom, validateValueFrom, env.value ?? "");
}

/** The rules for variables that come from a whole ConfigMap or Secret. */
export function validateEnvFrom(source: EnvFromSource, errors: FieldErrors): void {
  if (!isUnset(source.prefix)) errors.check("prefix", source.prefix, envVarNameErrors(source.prefix ?? ""));
  errors.at("configMapRef", source.configMapRef, validateSourceName);
  errors.at("secretRef", source.secretRef, validateSourceName);
  const sources = count(source.configMapRef) + count(source.secretRef);
  if (sources === 0) errors.invalid("", "", "must specify one of: `configMapRef` or `secretRef`");
  else if (sources > 1) errors.invalid("", "", "may not have more than one field specified at a time");
}

const envFields = new Set([
  "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
  "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
]);

function validateValueFrom(source: EnvVarSource, errors: FieldErrors, value: string): void {
  errors.at("fieldRef", source.fieldRef, validateFieldRef, envFields);
  errors.at("resourceFieldRef", source.resourceFieldRef, validateResourceFieldRef, false);
  errors.at("configMapKeyRef", source.configMapKeyRef, validateKeyRef);
  errors.at("secretKeyRef", source.secretKeyRef, validateKeyRef);
  errors.at("fileKeyRef", source.fileKeyRef, validateFileKeyRef);
  const sources =
    count(source.fieldRef) + count(source.resourceFieldRef) + count(source.configMapKeyRef) + count(source.secretKeyRef) + count(source.fileKeyRef);
  if (sources === 0) errors.invalid("", "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
  else if (value !== "") errors.invalid("", "", "may not be specified when `value` is not empty");
  else if (sources > 1) errors.invalid("", "", "may not have more than one field specified at a time");
}

/** A field of the pod that its containers may be told; labels and annotations may be named one by one. */
export function validateFieldRef({ apiVersion, fieldPath }: ObjectFieldSelector, errors: FieldErrors, allowed: ReadonlySet<string>): void {
  if (isUnset(apiVersion)) return errors.required("apiVersion");
  if (isUnset(fieldPath)) return errors.required("fieldPath");
  if (apiVersion !== "v1") {
    return errors.invalid("fieldPath", fieldPath, `error converting fieldPath: unsupported pod version: ${apiVersion}`);
  }
  const subscript = /^(.*)\['([^']*)'\]$/.exec(fieldPath);
  const path = subscript?.[1] ?? fieldPath;
  if (!podFields.has(path)) return errors.invalid("fieldPath", fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`);
  if (subscript === null) {
    if (!allowed.has(path)) errors.notSupported("fieldPath", path, [...allowed].sort());
  } else if (path === "metadata.annotations") errors.check("", subscript[2], qualifiedNameErrors((subscript[2] ?? "").toLowerCase()));
  else if (path === "metadata.labels") errors.check("", subscript[2], qualifiedNameErrors(subscript[2] ?? ""));
  else errors.invalid("", path, "does not support subscript");
}

/** Every field that the downward API knows at all. */
const podFields = new Set([
  ...envFields, "metadata.labels", "metadata.annotations", "spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.host",
]);

const containerResources = new Set([
  "limits.cpu", "limits.memory", "limits.ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage",
]);
const isHugePageField = (resource: string) => resource.startsWith("requests.hugepages-") || resource.startsWith("limits.hugepages-");

/** An amount that a container asks for or is limited to. */
export function validateResourceFieldRef(reference: ResourceFieldSelector, errors: FieldErrors, inVolume: boolean): void {
  const { containerName, resource, divisor } = reference;
  if (inVolume && isUnset(containerName)) errors.required("containerName");
  else if (isUnset(resource)) errors.required("resource");
  else if (!containerResources.has(resource) && !isHugePageField(resource)) errors.notSupported("resource", resource, [...containerResources].sort());
  if (divisor !== undefined && quantitySign(divisor) !== 0) validateDivisor(resource ?? "", divisor, errors);
}

const byteUnits = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

function validateDivisor(resource: string, divisor: string, errors: FieldErrors): void {
  const [units, kind] = unitsOf(resource);
  if (units.length === 0 || units.includes(formatQuantity(divisor))) return;
  const list = kind === "cpu" ? "1m and 1" : units.join(", ");
  errors.invalid("divisor", resource, `only divisor's values ${list} are supported with the ${kind} resource`);
}

function unitsOf(resource: string): readonly [readonly string[], string] {
  if (resource.endsWith(".cpu")) return [["1m", "1"], "cpu"];
  if (resource.endsWith(".memory")) return [byteUnits, "memory"];
  if (resource.endsWith(".ephemeral-storage")) return [byteUnits, "local ephemeral storage"];
  return isHugePageField(resource) ? [byteUnits, "hugepages"] : [[], ""];
}

function validateKeyRef({ name, key }: ConfigMapKeySelector, errors: FieldErrors): void {
  errors.check("name", name ?? "", dns1123SubdomainErrors(name ?? ""));
  if (isUnset(key)) errors.required("key");
  else errors.check("key", key, configMapKeyErrors(key));
}

function validateFileKeyRef({ volumeName, path, key }: FileKeySelector, errors: FieldErrors): void {
  if (isUnset(key)) errors.required("key");
  else errors.check("key", key, envVarNameErrors(key));
  if (isUnset(volumeName)) errors.required("volumeName");
  if (isUnset(path)) errors.required("path");
  else validateLocalNonReservedPath("path", path, errors);
}

function validateSourceName({ name }: { readonly name?: string }, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name");
  else errors.check("name", name, subdomainName(name ?? "", true));
}

const count = (source: unknown) => (source === undefined ? 0 : 1);
