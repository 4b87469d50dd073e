import type { ImageStore } from "./image-store.ts";
import type { Runtime } from "./runtime.ts";
import type { Signal } from "./signal.ts";

/** The runtime of one machine, with what happens to the machine itself. */
export interface NodeRuntime extends Runtime {
  readonly images: ImageStore;
  /** The machine loses power: every process vanishes without a word, the network included. */
  powerOff(): void;
  /** It is on again: sandboxes are not ready, containers have exited with 255; images are still there. */
  powerOn(): void;
  /** A fault inside a running container: its main process dies of the signal, no handler runs. False when it does not run. */
  crashContainer(id: string, signal?: Signal): boolean;
}
