import type { Container, HTTPGetAction } from "../../api/generated/core/v1.ts";

/** The number of a port that is given by number or by name; throws for a name that the container does not declare. */
export function portNumber(port: number | string, container: Pick<Container, "ports">): number {
  if (typeof port === "number") return inRange(port);
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  if (named !== undefined) return inRange(named);
  if (/^\d+$/.test(port)) return inRange(Number(port));
  throw new Error(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
}

function inRange(port: number): number {
  if (port > 0 && port < 65_536) return port;
  throw new Error(`invalid port number: ${port}`);
}

export interface HttpTarget {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly tls: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
}

/** Where an httpGet of a probe or hook leads: to the pod itself, unless it names a host. */
export function httpTarget(action: HTTPGetAction, container: Pick<Container, "ports">, podIp: string, userAgent: string): HttpTarget {
  const host = action.host === undefined || action.host === "" ? podIp : action.host;
  const port = portNumber(action.port, container);
  const given = action.path ?? "/";
  const path = given.startsWith("/") ? given : `/${given}`;
  const tls = action.scheme === "HTTPS";
  const headers: Record<string, string> = { "user-agent": userAgent, accept: "*/*" };
  for (const { name, value } of action.httpHeaders ?? []) headers[lowerCase(name)] = value;
  return { host, port, path, tls, headers, url: `${tls ? "https" : "http"}://${host}:${port}${path}` };
}

const lowerCase = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
