import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Server } from "./http-transport.ts";

/** The parts of a kubeconfig that say how to reach a server. */
interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly Named<{ readonly context?: { readonly cluster?: string; readonly user?: string; readonly namespace?: string } }>[];
  readonly clusters?: readonly Named<{ readonly cluster?: { readonly server?: string; readonly "insecure-skip-tls-verify"?: boolean } & Embedded }>[];
  readonly users?: readonly Named<{ readonly user?: { readonly token?: string } & Embedded }>[];
}

type Named<T> = T & { readonly name: string };
type Embedded = Readonly<Record<string, unknown>>;

export interface Connection {
  readonly server: Server;
  readonly namespace: string;
}

/** The server and namespace of a kubeconfig's current context. */
export function readKubeconfig(path: string): Connection {
  const config = parse(readFileSync(path, "utf8")) as Kubeconfig;
  const context = find(config.contexts, config["current-context"])?.context;
  const cluster = find(config.clusters, context?.cluster)?.cluster;
  const user = find(config.users, context?.user)?.user;
  if (cluster?.server === undefined) throw new Error(`${path} names no server in its current context`);
  const server: Server = {
    url: cluster.server,
    ...(user?.token !== undefined && { token: user.token }),
    ...optional("ca", embedded(cluster, "certificate-authority")),
    ...optional("certificate", embedded(user, "client-certificate")),
    ...optional("key", embedded(user, "client-key")),
    ...(cluster["insecure-skip-tls-verify"] === true && { insecure: true }),
  };
  return { server, namespace: context?.namespace ?? "default" };
}

const find = <T>(all: readonly Named<T>[] | undefined, name: string | undefined) => all?.find((each) => each.name === name);
const optional = (name: "ca" | "certificate" | "key", value: string | undefined) => (value === undefined ? {} : { [name]: value });

/** A file, or its content in base64 beside it. */
function embedded(owner: Embedded | undefined, name: string): string | undefined {
  const data = owner?.[`${name}-data`];
  if (typeof data === "string") return Buffer.from(data, "base64").toString("utf8");
  const file = owner?.[name];
  return typeof file === "string" ? readFileSync(file, "utf8") : undefined;
}
