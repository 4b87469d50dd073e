import type { PortMapping } from "../network/port-mapping.ts";
import type { Packet, PacketFilter, Verdict } from "../network/packet.ts";

interface Target {
  readonly ip: string;
  readonly mapping: PortMapping;
  readonly pod: string;
}

/** The portmap plugin: packets to a port of the node go on to the pod that has it as hostPort. */
export class PortMap implements PacketFilter {
  readonly #targets = new Map<string, readonly Target[]>();

  add(pod: string, ip: string, mappings: readonly PortMapping[]): void {
    for (const mapping of mappings) {
      if (mapping.hostPort === 0) continue;
      const key = keyOf(mapping.protocol, mapping.hostPort);
      this.#targets.set(key, [...(this.#targets.get(key) ?? []), { ip, mapping, pod }]);
    }
  }

  remove(ip: string): void {
    for (const [key, targets] of this.#targets) {
      const left = targets.filter((target) => target.ip !== ip);
      if (left.length === 0) this.#targets.delete(key);
      else if (left.length < targets.length) this.#targets.set(key, left);
    }
  }

  translate({ toThisNode, protocol, destination }: Packet): Verdict | undefined {
    if (!toThisNode || this.#targets.size === 0) return undefined;
    const target = this.#targets.get(keyOf(protocol, destination.port))?.find(({ mapping: { hostIp } }) => hostIp === undefined || hostIp === "" || hostIp === "0.0.0.0" || hostIp === destination.ip);
    if (target === undefined) return undefined;
    const to = { ip: target.ip, port: target.mapping.containerPort };
    return { action: "dnat", to, masquerade: false, because: `hostPort ${destination.port} belongs to ${target.pod} (${to.ip}:${to.port})` };
  }
}

function keyOf(protocol: string, port: number): string {
  return `${protocol}:${port}`;
}
