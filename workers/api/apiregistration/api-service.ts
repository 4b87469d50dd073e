import { goQuote } from "../../apimachinery/go-quote.ts";
import { dns1035LabelErrors, dns1123SubdomainErrors, portNumberErrors } from "../../apimachinery/names.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, numberOrZero, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { APIService, APIServiceCondition, APIServiceSpec } from "../generated/apiregistration/v1.ts";
import { pathSegmentName } from "../names.ts";

export type { APIService } from "../generated/apiregistration/v1.ts";

/** Who serves a version of a group: this server, or another one behind a service. */
export const APIServices = defineResource<APIService>({
  group: "apiregistration.k8s.io",
  version: "v1",
  kind: "APIService",
  plural: "apiservices",
  categories: ["api-extensions"],
  scope: "Cluster",
  subresources: ["status"],

  defaults: (draft) =>
    changeField(withDefaults(draft, { spec: {}, status: {} }), "spec", (spec) => changeField(spec, "service", (service) => withDefaults(service, { port: 443 }))),
  prepareForCreate: (service) => ({ ...service, status: service.spec.service === undefined ? { conditions: [localCondition(service)] } : {} }),
  validateName: pathSegmentName,
  validate({ metadata, spec }, errors) {
    const name = `${spec.version ?? ""}.${spec.group ?? ""}`;
    if (metadata.name !== name) errors.invalid("metadata.name", metadata.name, `must be \`spec.version+"."+spec.group\`: ${goQuote(name)}`);
    errors.at("spec", spec, validateSpec);
  },
  validateStatusUpdate({ status }, _previous, errors) {
    errors.each("status.conditions", status.conditions, (condition) => errors.oneOf("status", condition.status, ["True", "False", "Unknown"]));
  },

  columns: [
    nameColumn,
    column("Service", "string", ({ spec: { service } }) => (service === undefined ? "Local" : `${service.namespace ?? ""}/${service.name ?? ""}`)),
    column("Available", "string", availableText),
    ageColumn,
  ],
});

function availableText({ status }: APIService): string {
  const available = status.conditions?.find(({ type }) => type === "Available");
  if (available === undefined) return "Unknown";
  return available.status === "True" || isUnset(available.reason) ? available.status : `${available.status} (${available.reason})`;
}

/** What this server serves itself is available from the start. */
const localCondition = ({ metadata }: APIService): APIServiceCondition => ({
  type: "Available",
  status: "True",
  lastTransitionTime: metadata.creationTimestamp,
  reason: "Local",
  message: "Local APIServices are always available",
});

function validateSpec(spec: APIServiceSpec, errors: FieldErrors): void {
  const { version = "", group = "", service, insecureSkipTLSVerify, caBundle } = spec;
  if (group === "" && version !== "v1") errors.required("group", "only v1 may have an empty group and it better be legacy kube");
  if (group !== "") errors.check("group", group, dns1123SubdomainErrors(group));
  errors.check("version", version, dns1035LabelErrors(version));
  validatePriority("groupPriorityMinimum", numberOrZero(spec.groupPriorityMinimum), errors, 20_000);
  validatePriority("versionPriority", numberOrZero(spec.versionPriority), errors, 1000);
  if (service === undefined) {
    if (!isUnset(caBundle)) errors.invalid("caBundle", `${caBundle?.length ?? 0} bytes`, "local APIServices may not have a caBundle");
    if (insecureSkipTLSVerify === true) errors.invalid("insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify");
    return;
  }
  if (isUnset(service.namespace)) errors.required("service.namespace");
  if (isUnset(service.name)) errors.required("service.name");
  const port = numberOrZero(service.port);
  const wrong = portNumberErrors(port);
  if (wrong.length > 0) errors.invalid("service.port", port, `port is not valid: ${wrong.join(", ")}`);
  if (insecureSkipTLSVerify === true && !isUnset(caBundle)) errors.invalid("insecureSkipTLSVerify", true, "may not be true if caBundle is present");
}

function validatePriority(field: string, value: number, errors: FieldErrors, most: number): void {
  if (value <= 0 || value > most) errors.invalid(field, value, `must be positive and less than ${most}`);
}
