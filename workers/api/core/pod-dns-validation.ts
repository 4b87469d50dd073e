import { dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { HostAlias, PodDNSConfig, PodSpec } from "../generated/core/v1.ts";
import { validateIp } from "../ip-validation.ts";

const mostNameservers = 3;
const mostSearches = 32;
const longestSearchList = 2048;
const policies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

/** The rules for how a pod finds names. */
export function validatePodDns({ dnsPolicy, dnsConfig }: PodSpec, errors: FieldErrors): void {
  if (dnsPolicy === "None") {
    if (dnsConfig === undefined) return errors.required("dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None");
    if ((dnsConfig.nameservers?.length ?? 0) === 0) {
      return errors.required("dnsConfig.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
    }
  }
  errors.at("dnsConfig", dnsConfig, validateConfig);
}

export function validateDnsPolicy(policy: string | undefined, errors: FieldErrors): void {
  if (isUnset(policy)) errors.required("dnsPolicy");
  else errors.oneOf("dnsPolicy", policy, policies);
}

function validateConfig({ nameservers = [], searches = [], options }: PodDNSConfig, errors: FieldErrors): void {
  if (nameservers.length > mostNameservers) errors.invalid("nameservers", nameservers, `must not have more than ${mostNameservers} nameservers`);
  errors.each("nameservers", nameservers, validateIp);
  if (searches.length > mostSearches) errors.invalid("searches", searches, `must not have more than ${mostSearches} search paths`);
  if (searches.join(" ").length > longestSearchList) {
    errors.invalid("searches", searches, `must not have more than ${longestSearchList} characters (including spaces) in the search list`);
  }
  errors.each("searches", searches, validateSearch);
  errors.each("options", options, ({ name }) => {
    if (isUnset(name)) errors.required("", "must not be empty");
  });
}

const underscored = /^[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*$/;

/** Underscores are allowed in names that are searched, and a dot alone is the root. */
function validateSearch(search: string, errors: FieldErrors): void {
  const name = search.endsWith(".") ? search.slice(0, -1) : search;
  if (search !== "." && (!underscored.test(name) || name.length > 253)) errors.check("", name, dns1123SubdomainErrors(name));
}

/** The rules for a line of a pod's /etc/hosts. */
export function validateHostAlias({ ip, hostnames }: HostAlias, errors: FieldErrors): void {
  errors.at("ip", ip ?? "", validateIp);
  errors.each("hostnames", hostnames, (hostname) => errors.check("", hostname, dns1123SubdomainErrors(hostname)));
}
