import { configMapKeyErrors } from "../../apimachinery/names.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { decodeBase64, decodedLength } from "../base64.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ConfigMap, Secret } from "../generated/core/v1.ts";
import { byteLength } from "../object-meta-validation.ts";

const largest = 1024 * 1024;

/** What a Secret of a type must hold. */
const neededKeys: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};

/** The rules for a Secret. */
export function validateSecret(secret: Secret, errors: FieldErrors): void {
  const { data = {}, type = "" } = secret;
  let size = 0;
  for (const key in data) {
    errors.check(`data[${key}]`, key, configMapKeyErrors(key));
    size += decodedLength(data[key] ?? "");
  }
  if (size > largest) errors.tooLong("data", largest);
  for (const key of neededKeys[type] ?? []) validateNeeded(key, type, data, errors);
  if (type === "kubernetes.io/service-account-token") validateToken(secret, errors);
  if (type === "kubernetes.io/ssh-auth" && (data["ssh-privatekey"] ?? "") === "") errors.required("data[ssh-privatekey]");
  if (type === "kubernetes.io/basic-auth" && data.username === undefined && data.password === undefined) {
    errors.required("data[username]");
    errors.required("data[password]");
  }
}

function validateNeeded(key: string, type: string, data: Readonly<Record<string, string>>, errors: FieldErrors): void {
  const value = data[key];
  if (value === undefined) return errors.required(`data[${key}]`);
  if (type === "kubernetes.io/tls") return;
  const problem = jsonProblem(decodeBase64(value));
  if (problem !== undefined) errors.invalid(`data[${key}]`, "<secret contents redacted>", problem);
}

function validateToken({ metadata }: Secret, errors: FieldErrors): void {
  const account = "kubernetes.io/service-account.name";
  if ((metadata.annotations?.[account] ?? "") === "") errors.required(`metadata.annotations[${account}]`);
}

/** Why the text is no JSON object, in Go's words. */
function jsonProblem(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === "") return "unexpected end of JSON input";
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? undefined : `json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`;
  } catch (error) {
    if (error instanceof SyntaxError) return `invalid character '${text.trim().charAt(0)}' looking for beginning of value`;
    throw error;
  }
}

const jsonKind = (value: unknown) => (Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value);

/** The rules for a ConfigMap. */
export function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap, errors: FieldErrors): void {
  let size = 0;
  for (const key in data) {
    errors.check(`data[${key}]`, key, configMapKeyErrors(key));
    if (binaryData[key] !== undefined) errors.invalid(`data[${key}]`, key, "duplicate of key present in binaryData");
    size += byteLength(data[key] ?? "");
  }
  for (const key in binaryData) {
    errors.check(`binaryData[${key}]`, key, configMapKeyErrors(key));
    size += decodedLength(binaryData[key] ?? "");
  }
  if (size > largest) errors.tooLong("", largest);
}

const sealed = "field is immutable when `immutable` is set";

/** Once sealed, data stays as it is, and the seal too. */
export function validateSealed<T extends ConfigMap | Secret>(object: T, previous: T, errors: FieldErrors): void {
  if (previous.immutable !== true) return;
  if (object.immutable !== true) errors.forbidden("immutable", sealed);
  if (!deepEqual(object.data ?? {}, previous.data ?? {})) errors.forbidden("data", sealed);
  const binary = (each: T) => ("binaryData" in each ? (each.binaryData ?? {}) : {});
  if (!deepEqual(binary(object), binary(previous))) errors.forbidden("binaryData", sealed);
}
