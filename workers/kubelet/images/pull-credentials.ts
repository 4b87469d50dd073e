import type { Secret } from "../../api/generated/core/v1.ts";
import type { RegistryCredential } from "../../cri/runtime.ts";
import { decodeBase64 } from "../environment/base64.ts";

/** The registry credentials in image pull secrets; a secret that holds none is passed over. */
export function registryCredentials(secrets: readonly Secret[]): readonly RegistryCredential[] {
  return secrets.flatMap(({ type, data }) => {
    if (type === "kubernetes.io/dockerconfigjson") return credentialsIn(readJson(data?.[".dockerconfigjson"])?.["auths"]);
    if (type === "kubernetes.io/dockercfg") return credentialsIn(readJson(data?.[".dockercfg"]));
    return [];
  });
}

function readJson(encoded: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (encoded === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(decodeBase64(encoded));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function credentialsIn(auths: unknown): readonly RegistryCredential[] {
  if (!isRecord(auths)) return [];
  return Object.entries(auths).flatMap(([server, entry]) => (isRecord(entry) ? credentialIn(server, entry) : []));
}

function credentialIn(server: string, entry: Readonly<Record<string, unknown>>): readonly RegistryCredential[] {
  const { username, password, auth } = entry;
  if (typeof username === "string" && typeof password === "string") return [{ server, username, password }];
  if (typeof auth !== "string") return [];
  const [name = "", ...rest] = decodeBase64(auth).split(":");
  return [{ server, username: name, password: rest.join(":") }];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
