import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, mapShared, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { EndpointSlice } from "../generated/discovery/v1.ts";
import { validateEndpointSlice } from "./endpoint-slice-validation.ts";

export type { Endpoint, EndpointPort, EndpointSlice } from "../generated/discovery/v1.ts";

/** Some of the addresses behind a service. */
export const EndpointSlices = defineResource<EndpointSlice>({
  group: "discovery.k8s.io",
  version: "v1",
  kind: "EndpointSlice",
  plural: "endpointslices",
  scope: "Namespaced",
  hasGeneration: true,

  defaults: (draft) => changeField(draft, "ports", (ports) => mapShared(ports, (port) => withDefaults(port, { name: "", protocol: "TCP" }))),

  validate: validateEndpointSlice,
  validateUpdate: (slice, previous, errors) => errors.immutable("addressType", slice.addressType, previous.addressType),

  columns: [
    nameColumn,
    column("AddressType", "string", ({ addressType }) => addressType),
    column("Ports", "string", portsText),
    column("Endpoints", "string", ({ endpoints = [] }) => firstOf(endpoints.flatMap(({ addresses }) => addresses))),
    ageColumn,
  ],
});

const mostShown = 3;

function portsText({ ports = [] }: EndpointSlice): string {
  return firstOf(ports.map(({ name, port }) => (port === undefined ? (name ?? "*") : String(port))));
}

function firstOf(texts: readonly string[]): string {
  const shown = texts.slice(0, mostShown).join(",");
  return texts.length > mostShown ? `${shown} + ${texts.length - mostShown} more...` : shown || "<unset>";
}
