import { dns1123SubdomainErrors, portNumberErrors } from "../apimachinery/names.ts";
import { isUnset } from "./defaulting.ts";
import type { FieldErrors } from "./field-errors.ts";

/** Where a webhook is: at an address, or at a service of the cluster. */
export interface WebhookClient {
  readonly url?: string;
  readonly service?: WebhookService;
}

interface WebhookService {
  readonly name: string;
  readonly namespace: string;
  readonly path?: string;
  readonly port?: number;
}

/** The rules for where a webhook is, wherever somebody says it. */
export function validateWebhookClient({ url, service }: WebhookClient, errors: FieldErrors): void {
  if ((url === undefined) === (service === undefined)) errors.required("", "exactly one of url or service is required");
  else if (url !== undefined) validateUrl(url, errors);
  else errors.at("service", service, validateService);
}

const urlParts = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/(?:([^/?#]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/;

function validateUrl(url: string, errors: FieldErrors): void {
  const form = "; desired format: https://host[/path]";
  const [, scheme = "", user, host = "", query = "", fragment = ""] = urlParts.exec(url) ?? [];
  if (scheme !== "https") errors.invalid("url", scheme, `'https' is the only allowed URL scheme${form}`);
  if (host === "") errors.invalid("url", host, `host must be specified${form}`);
  if (user !== undefined) errors.invalid("url", user, "user information is not permitted in the URL");
  if (fragment !== "") errors.invalid("url", fragment, "fragments are not permitted in the URL");
  if (query !== "") errors.invalid("url", query, "query parameters are not permitted in the URL");
}

function validateService({ name, namespace, path = "", port = 0 }: WebhookService, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name", "service name is required");
  if (isUnset(namespace)) errors.required("namespace", "service namespace is required");
  const wrong = portNumberErrors(port);
  if (wrong.length > 0) errors.invalid("port", port, `port is not valid: ${wrong.join(",")}`);
  if (path !== "" && path !== "/") validatePath(path, errors);
}

function validatePath(path: string, errors: FieldErrors): void {
  if (!path.startsWith("/")) errors.invalid("path", path, "must start with a '/'");
  for (const [index, segment] of path.slice(1).replace(/\/$/, "").split("/").entries()) {
    if (segment === "") errors.invalid("path", path, `segment[${index}] may not be empty`);
    else for (const message of dns1123SubdomainErrors(segment)) errors.invalid("path", path, `segment[${index}]: ${message}`);
  }
}
