import type { CommandContext } from "../command.ts";
import type { Flag } from "../flag.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf } from "./create-generated.ts";

export const tcpFlag: Flag = { name: "tcp", type: "strings", help: "Port pairs as PORT:TARGETPORT; can be repeated." };
export const serviceFlags: readonly Flag[] = [...generatorFlags, tcpFlag];

interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: "TCP";
  readonly targetPort: number | string;
  readonly nodePort?: number;
}

/** `80`, `80:8080`, `80:http`. */
export function tcpPorts({ arguments: given }: CommandContext): readonly ServicePort[] {
  return given.list("tcp").map((pair) => {
    const [port = "", target = port] = pair.split(":");
    const number = portNumber(port);
    const targetPort = /^\d+$/.test(target) ? portNumber(target) : target;
    return { name: pair.includes(":") ? `${port}-${target}` : port, port: number, protocol: "TCP", targetPort };
  });
}

function portNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new KubectlError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  const port = Number(text);
  if (port < 1 || port > 65535) throw new KubectlError(`${port} is not a valid port number: must be between 1 and 65535, inclusive`);
  return port;
}

/** Creates a Service that selects the pods of an app with its own name. */
export function createService(context: CommandContext, type: string, spec: Readonly<Record<string, unknown>>, ports = tcpPorts(context)): Promise<number> {
  const name = nameOf(context, `create service ${type.toLowerCase()}`);
  return createGenerated(context, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { labels: { app: name }, name },
    spec: { ...spec, ...(ports.length > 0 && { ports }), selector: { app: name }, type },
    status: { loadBalancer: {} },
  }, { failure: `${type} service` });
}

/** Most services are nothing without a port. */
export function requirePorts(context: CommandContext): void {
  if (!context.arguments.given("tcp")) throw new KubectlError("at least one tcp port specifier must be provided");
}
