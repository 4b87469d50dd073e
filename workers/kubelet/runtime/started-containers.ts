import type { Volume } from "../../cri/runtime.ts";
import type { Random } from "../../sim/random.ts";
import type { HostDisk } from "../host-disk.ts";
import { podPath } from "../volumes/volume-plugin.ts";

/** What the kubelet remembers of a container that it made. */
export interface StartedContainer {
  readonly podUid: string;
  readonly hash: number;
  readonly terminationLog: Volume;
}

/** The kubelet's notes on its containers, by container id. */
export class StartedContainers {
  readonly #disk: HostDisk;
  readonly #containers = new Map<string, StartedContainer>();
  readonly #random: Random;

  constructor(disk: HostDisk, random: Random) {
    this.#disk = disk;
    this.#random = random;
  }

  add(id: string, container: StartedContainer): void {
    this.#containers.set(id, container);
  }

  get(id: string): StartedContainer | undefined {
    return this.#containers.get(id);
  }

  remove(id: string): void {
    this.#containers.delete(id);
  }

  /** A place for the last words of one instance of a container. */
  newTerminationLog(podUid: string, container: string): Volume {
    return this.#disk.directory(`${podPath(podUid)}/containers/${container}/${this.#random.text(8, "0123456789abcdef")}`);
  }
}
