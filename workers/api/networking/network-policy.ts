import { formatLabelSelector } from "../../apimachinery/labels.ts";
import { portNameErrors, portNumberErrors } from "../../apimachinery/names.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, mapShared, type Part, withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from "../generated/networking/v1.ts";
import { cidrContains, isCidr, validateCidr } from "../ip-validation.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";

export type { NetworkPolicy, NetworkPolicyPeer } from "../generated/networking/v1.ts";

/** Who may talk to some pods, and with whom they may talk. */
export const NetworkPolicies = defineResource<NetworkPolicy>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "NetworkPolicy",
  plural: "networkpolicies",
  shortNames: ["netpol"],
  scope: "Namespaced",
  hasGeneration: true,

  defaults: defaultPolicy,
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),

  columns: [nameColumn, column("Pod-Selector", "string", ({ spec }) => formatLabelSelector(spec.podSelector)), ageColumn],
});

/** Every policy is about what comes in; one that has rules for what goes out is about that, too. */
function defaultPolicy(draft: Draft<NetworkPolicy>): Draft<NetworkPolicy> {
  const given = draft.spec ?? {};
  const types: readonly ("Egress" | "Ingress")[] = (given.egress?.length ?? 0) > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  let spec = withDefaults(given, { podSelector: {}, policyTypes: types });
  spec = changeField(spec, "ingress", (rules) => mapShared(rules, defaultPorts));
  spec = changeField(spec, "egress", (rules) => mapShared(rules, defaultPorts));
  return withField(draft, "spec", spec);
}

type Rule = { readonly ports?: readonly Part<NetworkPolicyPort>[] };

const defaultPorts = <R extends Rule>(rule: R): R =>
  changeField<Rule, "ports">(rule, "ports", (ports) => mapShared(ports, (port) => (isUnset(port.protocol) ? { ...port, protocol: "TCP" } : port))) as R;

function validateSpec(spec: NetworkPolicySpec, errors: FieldErrors): void {
  errors.at("podSelector", spec.podSelector, validateLabelSelector);
  errors.each("ingress", spec.ingress, ({ ports, from }) => {
    errors.each("ports", ports, validatePort);
    errors.each("from", from, validatePeer);
  });
  errors.each("egress", spec.egress, ({ ports, to }) => {
    errors.each("ports", ports, validatePort);
    errors.each("to", to, validatePeer);
  });
  const types = spec.policyTypes ?? [];
  if (types.length > 2) return errors.invalid("policyTypes", types, "may not specify more than two policyTypes");
  errors.each("policyTypes", types, (type) => errors.oneOf("", type, ["Ingress", "Egress"]));
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, errors: FieldErrors): void {
  if (protocol !== undefined) errors.oneOf("protocol", protocol, ["TCP", "UDP", "SCTP"]);
  if (port === undefined) {
    if (endPort !== undefined) errors.invalid("endPort", endPort, "may not be specified when `port` is not specified");
  } else if (typeof port === "string") {
    if (endPort !== undefined) errors.invalid("endPort", endPort, "may not be specified when `port` is non-numeric");
    errors.check("port", port, portNameErrors(port));
  } else {
    errors.check("port", port, portNumberErrors(port));
    if (endPort === undefined) return;
    if (endPort < port) errors.invalid("endPort", port, "must be greater than or equal to `port`");
    errors.check("endPort", endPort, portNumberErrors(endPort));
  }
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, errors: FieldErrors): void {
  errors.at("podSelector", podSelector, validateLabelSelector);
  errors.at("namespaceSelector", namespaceSelector, validateLabelSelector);
  errors.at("ipBlock", ipBlock, validateBlock);
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  if (!selects && ipBlock === undefined) errors.required("", "must specify a peer");
  if (selects && ipBlock !== undefined) errors.forbidden("", "may not specify both ipBlock and another peer");
}

function validateBlock({ cidr, except = [] }: IPBlock, errors: FieldErrors): void {
  if (isUnset(cidr)) return errors.required("cidr");
  errors.at("cidr", cidr, validateCidr);
  if (!isCidr(cidr)) return;
  errors.each("except", except, (inner) => {
    validateCidr(inner, errors);
    if (isCidr(inner) && !cidrContains(cidr, inner)) errors.invalid("", inner, "must be a strict subset of `cidr`");
  });
}
