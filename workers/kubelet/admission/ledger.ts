import type { Pod } from "../../api/generated/core/v1.ts";
import { podRequests, requestedMillis, requestedUnits } from "../pods/pod-requests.ts";

interface Share {
  readonly millis: number;
  readonly units: Readonly<Record<string, number>>;
  readonly ports: readonly string[];
}

/** What the pods that were admitted to this node have been promised, kept as running totals. */
export class Ledger {
  readonly #shares = new Map<string, Share>();
  readonly #units = new Map<string, number>();
  readonly #ports = new Map<string, number>();
  #millis = 0;

  get pods(): number {
    return this.#shares.size;
  }

  get millis(): number {
    return this.#millis;
  }

  units(resource: string): number {
    return this.#units.get(resource) ?? 0;
  }

  /** Is a host port of the pod taken by another one? An address of 0.0.0.0 means all of them. */
  conflictsOnPorts(pod: Pod): boolean {
    return hostPortsOf(pod).some((port) => {
      const [protocol, ip, number] = port.split(" ") as [string, string, string];
      if (this.#ports.has(`${protocol} 0.0.0.0 ${number}`)) return true;
      if (ip !== "0.0.0.0") return this.#ports.has(port);
      return [...this.#ports.keys()].some((taken) => taken.startsWith(`${protocol} `) && taken.endsWith(` ${number}`));
    });
  }

  add(pod: Pod): void {
    this.remove(pod.metadata.uid);
    const units = Object.fromEntries(Object.keys(podRequests(pod)).filter((name) => name !== "cpu").map((name) => [name, requestedUnits(pod, name)]));
    const share = { millis: requestedMillis(pod), units, ports: hostPortsOf(pod) };
    this.#shares.set(pod.metadata.uid, share);
    this.#count(share, 1);
  }

  remove(podUid: string): void {
    const share = this.#shares.get(podUid);
    if (share === undefined) return;
    this.#shares.delete(podUid);
    this.#count(share, -1);
  }

  #count({ millis, units, ports }: Share, sign: 1 | -1): void {
    this.#millis += sign * millis;
    for (const [name, amount] of Object.entries(units)) this.#units.set(name, this.units(name) + sign * amount);
    for (const port of ports) {
      const count = (this.#ports.get(port) ?? 0) + sign;
      if (count === 0) this.#ports.delete(port);
      else this.#ports.set(port, count);
    }
  }
}

/** "TCP 0.0.0.0 80" for every port of the node that the pod wants. */
function hostPortsOf({ spec }: Pod): readonly string[] {
  return [...(spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always"), ...spec.containers].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, hostIP = "", protocol = "TCP" }) => (hostPort === 0 ? [] : [`${protocol} ${hostIP === "" ? "0.0.0.0" : hostIP} ${hostPort}`])),
  );
}
