import type { Fabric } from "../network/fabric.ts";
import type { FabricNode } from "../network/fabric-node.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import type { PortMapping } from "../network/port-mapping.ts";
import { Ipam } from "./ipam.ts";
import { PortMap } from "./port-map.ts";

/**
 * The Container Network Interface of one node: a bridge with host-local addresses, port mappings, and a
 * route for the node's range on every other node. Left out: other plugins, chaining, bandwidth shaping.
 */
export interface Cni {
  /** False until a network configuration has been written: pods that need an address cannot start. */
  readonly ready: boolean;
  /** Throws when there is no configuration or no address left; the text is the plugin's. */
  attach(sandbox: SandboxNetwork): NetworkNamespace;
  /** Takes a sandbox off the network. Idempotent. */
  detach(sandboxId: string): void;
}

export interface SandboxNetwork {
  readonly id: string;
  /** "namespace/name" of the pod. */
  readonly pod: string;
  readonly portMappings: readonly PortMapping[];
}

/** The plugin as the network's DaemonSet configures it. */
export interface BridgeCni extends Cni {
  /** Writes the configuration: from now on pods of this node get addresses of this range. */
  configure(podCidr: string): void;
  readonly podCidr: string | undefined;
}

const filterName = "cni-hostport";

/** The network plugin of one node. It lives on the node's disk, so it survives a reboot. */
export function createBridgeCni(fabric: Fabric, node: FabricNode): BridgeCni {
  return new Bridge(fabric, node);
}

interface Attachment {
  readonly namespace: NetworkNamespace;
  readonly ip: string;
}

class Bridge implements BridgeCni {
  readonly #fabric: Fabric;
  readonly #node: FabricNode;
  readonly #portMap = new PortMap();
  readonly #attached = new Map<string, Attachment>();
  #ipam: Ipam | undefined;
  #withdraw: (() => void) | undefined;

  constructor(fabric: Fabric, node: FabricNode) {
    this.#fabric = fabric;
    this.#node = node;
  }

  get ready(): boolean {
    return this.#ipam !== undefined;
  }

  get podCidr(): string | undefined {
    return this.#ipam?.cidr.text;
  }

  configure(podCidr: string): void {
    if (this.podCidr === podCidr) return;
    this.#withdraw?.();
    this.#ipam = new Ipam(podCidr);
    this.#withdraw = this.#fabric.addRoute(podCidr, () => this.#node.name);
  }

  attach({ id, pod, portMappings }: SandboxNetwork): NetworkNamespace {
    if (this.#ipam === undefined) throw new Error("cni plugin not initialized");
    const ip = this.#ipam.allocate(id);
    const namespace = this.#node.createNamespace(pod);
    namespace.setIps([ip]);
    if (portMappings.length > 0) this.#portMap.add(pod, ip, portMappings);
    // A reboot clears the node's rules; the plugin writes them anew with the next pod.
    this.#node.setFilter(filterName, this.#portMap);
    this.#attached.set(id, { namespace, ip });
    return namespace;
  }

  detach(sandboxId: string): void {
    const attachment = this.#attached.get(sandboxId);
    if (attachment === undefined) return;
    this.#attached.delete(sandboxId);
    this.#portMap.remove(attachment.ip);
    this.#ipam?.release(attachment.ip);
    this.#node.destroyNamespace(attachment.namespace);
  }
}
