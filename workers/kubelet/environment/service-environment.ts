import type { Service, ServicePort } from "../../api/generated/core/v1.ts";

/** The variables that tell a container of the Services it may talk to: ours, and those that Docker's links had. */
export function serviceEnvironment(services: readonly Service[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const service of services) {
    if (!hasAddress(service)) continue;
    addServiceVariables(variables, service);
    addLinkVariables(variables, service);
  }
  return variables;
}

/** Which Services a pod learns of: those of its namespace if it wants them, and the API server always. */
export function visibleServices(services: Iterable<Service>, namespace: string, enableServiceLinks: boolean): readonly Service[] {
  const own = new Map<string, Service>();
  for (const service of services) {
    const { name, namespace: of } = service.metadata;
    const master = of === "default" && name === "kubernetes";
    if (master && !own.has(name)) own.set(name, service);
    else if (enableServiceLinks && of === namespace) own.set(name, service);
  }
  return [...own.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

const hasAddress = ({ spec: { clusterIP } }: Service) => clusterIP !== undefined && clusterIP !== "" && clusterIP !== "None";

const variableName = (name: string) => name.replace(/[a-z]/g, (letter) => letter.toUpperCase()).replaceAll("-", "_");

function addServiceVariables(variables: Map<string, string>, { metadata, spec: { clusterIP = "", ports = [] } }: Service): void {
  const prefix = variableName(metadata.name);
  variables.set(`${prefix}_SERVICE_HOST`, clusterIP);
  const [first] = ports;
  if (first !== undefined) variables.set(`${prefix}_SERVICE_PORT`, String(first.port));
  for (const { name, port } of ports) if (name !== undefined && name !== "") variables.set(`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port));
}

function addLinkVariables(variables: Map<string, string>, { metadata, spec: { clusterIP = "", ports = [] } }: Service): void {
  const prefix = variableName(metadata.name);
  ports.forEach((port, index) => {
    const url = `${protocolOf(port)}://${clusterIP}:${port.port}`;
    const portPrefix = `${prefix}_PORT_${port.port}_${variableName(protocolOf(port))}`;
    if (index === 0) variables.set(`${prefix}_PORT`, url);
    variables.set(portPrefix, url);
    variables.set(`${portPrefix}_PROTO`, protocolOf(port));
    variables.set(`${portPrefix}_PORT`, String(port.port));
    variables.set(`${portPrefix}_ADDR`, clusterIP);
  });
}

const protocols = { TCP: "tcp", UDP: "udp", SCTP: "sctp" } as const;

const protocolOf = ({ protocol = "TCP" }: ServicePort) => protocols[protocol];
