import { maskTrailingDash } from "../apimachinery/generate-name.ts";
import { dns1123LabelErrors, dns1123SubdomainErrors, pathSegmentErrors } from "../apimachinery/names.ts";

/** How the names of a kind must look. A prefix, of which a name will be generated, may end in a dash. */
export type NameRule = (name: string, prefix: boolean) => readonly string[];

const rule =
  (errors: (name: string) => readonly string[]): NameRule =>
  (name, prefix) =>
    errors(prefix ? maskTrailingDash(name) : name);

/** Most objects: a DNS-1123 subdomain. */
export const subdomainName = rule(dns1123SubdomainErrors);
/** Namespaces and Services: a DNS-1123 label. */
export const labelName = rule(dns1123LabelErrors);
/** RBAC objects: anything that fits into a path. */
export const pathSegmentName = rule(pathSegmentErrors);
