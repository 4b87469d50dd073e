import type { Container, PodSpec } from "../../api/core/pod.ts";

/** A port of the node that a pod wants for itself. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const everyAddress = "0.0.0.0";
const none: readonly HostPort[] = Object.freeze([]);

/** The node ports that the pod's containers and sidecars occupy. */
export function hostPortsOf({ containers, initContainers }: PodSpec): readonly HostPort[] {
  let found: HostPort[] | undefined;
  const collect = ({ ports }: Container) => {
    for (const { hostPort = 0, hostIP = "", protocol = "" } of ports ?? []) {
      if (hostPort > 0) (found ??= []).push({ ip: hostIP || everyAddress, protocol: protocol || "TCP", port: hostPort });
    }
  };
  for (const container of containers) collect(container);
  for (const container of initContainers ?? []) if (container.restartPolicy === "Always") collect(container);
  return found ?? none;
}

/** The ports of one node that are taken, each with the number of pods that hold it. */
export class UsedPorts {
  readonly #addresses = new Map<string, Map<string, number>>();

  add({ ip, protocol, port }: HostPort, delta: 1 | -1): void {
    const key = `${protocol}/${port}`;
    const addresses = this.#addresses.get(key) ?? new Map<string, number>();
    const count = (addresses.get(ip) ?? 0) + delta;
    if (count > 0) addresses.set(ip, count);
    else addresses.delete(ip);
    if (addresses.size > 0) this.#addresses.set(key, addresses);
    else this.#addresses.delete(key);
  }

  /** A port on every address conflicts with the same port on any address. */
  conflicts({ ip, protocol, port }: HostPort): boolean {
    const addresses = this.#addresses.get(`${protocol}/${port}`);
    if (addresses === undefined) return false;
    return ip === everyAddress || addresses.has(everyAddress) || addresses.has(ip);
  }

  copy(): UsedPorts {
    const copy = new UsedPorts();
    for (const [key, addresses] of this.#addresses) copy.#addresses.set(key, new Map(addresses));
    return copy;
  }
}
