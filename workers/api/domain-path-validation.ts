import { dns1123SubdomainErrors } from "../apimachinery/names.ts";
import type { FieldErrors } from "./field-errors.ts";

const segment = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** A name of somebody's: a domain, a slash and a path, such as `example.com/controller`. */
export function validateDomainPath(field: string, value: string, errors: FieldErrors): void {
  if (value === "") return errors.required(field);
  const slash = value.indexOf("/");
  if (slash <= 0 || slash === value.length - 1) {
    return errors.invalid(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")');
  }
  const domain = value.slice(0, slash);
  errors.check(field, domain, dns1123SubdomainErrors(domain));
  const path = value.slice(slash + 1);
  if (!segment.test(path)) {
    const rule = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";
    errors.invalid(field, path, rule);
  }
}
