import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, mapShared } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { Endpoints as EndpointsObject, EndpointSubset } from "../generated/core/v1.ts";
import { validateSubset } from "./endpoints-validation.ts";

export type { Endpoints as EndpointsObject, EndpointSubset } from "../generated/core/v1.ts";

/** The addresses behind a service, in the old form that EndpointSlices replace. */
export const Endpoints = defineResource<EndpointsObject>({
  group: "",
  version: "v1",
  kind: "Endpoints",
  plural: "endpoints",
  shortNames: ["ep"],
  scope: "Namespaced",

  defaults: (draft) =>
    changeField(draft, "subsets", (subsets) =>
      mapShared(subsets, (subset) =>
        changeField(subset, "ports", (ports) => mapShared(ports, (port) => (isUnset(port.protocol) ? { ...port, protocol: "TCP" } : port))),
      ),
    ),
  validate: ({ subsets }, errors) => errors.each("subsets", subsets, validateSubset),

  columns: [nameColumn, column("Endpoints", "string", ({ subsets }) => endpointsText(subsets ?? [])), ageColumn],
});

const mostShown = 3;

/** `10.0.0.1:80,10.0.0.2:80 + 2 more...`: ready addresses only. */
export function endpointsText(subsets: readonly EndpointSubset[]): string {
  if (subsets.length === 0) return "<none>";
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0 ? addresses.map(({ ip }) => ip) : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))),
  );
  const shown = all.slice(0, mostShown).join(",");
  return all.length > mostShown ? `${shown} + ${all.length - mostShown} more...` : shown;
}

/** An address with a port; IPv6 goes in brackets. */
const hostPort = (ip: string, port: number) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);
