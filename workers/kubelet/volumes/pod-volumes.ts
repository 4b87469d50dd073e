import { minute, second, type Milliseconds } from "../../base/units.ts";
import type { Pod, Volume as VolumeSpec } from "../../api/generated/core/v1.ts";
import type { Volume } from "../../cri/runtime.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import { expected } from "../defect.ts";
import type { PodEvents } from "../pod-events.ts";
import { untilEnded } from "../until-ended.ts";
import { type MountContext, podPath, type VolumePlugin } from "./volume-plugin.ts";

interface PodMounts {
  readonly mounted: Map<string, Volume>;
  /** When a volume that failed may be tried again, and how long it waits after that. */
  readonly failures: Map<string, { readonly retryAt: Milliseconds; readonly delay: Milliseconds }>;
}

export interface PodVolumesOptions {
  readonly plugins: readonly VolumePlugin[];
  readonly clock: Clock;
  readonly events: PodEvents;
}

const firstRetry = 500;
const longestRetry = 2 * minute + 2 * second;

/** So long a pod waits for its volumes before it says so and starts over. */
const patience = 2 * minute + 3 * second;

/** Waits longer than this are the pulse of something that may never come. */
const foregroundWait = 10 * second;

/** The volumes of this node's pods: sets them up, keeps their content fresh, takes them down. */
export class PodVolumes {
  readonly #options: PodVolumesOptions;
  readonly #pods = new Map<string, PodMounts>();

  constructor(options: PodVolumesOptions) {
    this.#options = options;
  }

  /** The pod's volumes by name, as far as they are set up. */
  mounted(podUid: string): ReadonlyMap<string, Volume> {
    return this.#pods.get(podUid)?.mounted ?? new Map();
  }

  /** Resolves when every volume that the pod's containers use is there; rejects when that takes too long. */
  async waitForMount(pod: Pod, context: MountContext, until: Lifetime): Promise<void> {
    const mounts = this.#mountsOf(pod.metadata.uid);
    await this.#refresh(pod, mounts, context);
    const deadline = this.#options.clock.now() + patience;
    for (;;) {
      const missing = usedVolumes(pod).filter(({ name }) => !mounts.mounted.has(name));
      if (missing.length === 0) return;
      for (const spec of missing) await this.#tryMount(pod, mounts, spec, context);
      await this.#waitForRetry(pod, mounts, deadline, until);
    }
  }

  /** Forgets the pod's volumes and removes what the node kept for it. */
  tearDown(podUid: string, context: Pick<MountContext, "disk">): void {
    this.#pods.delete(podUid);
    context.disk.remove(podPath(podUid));
  }

  async #refresh(pod: Pod, mounts: PodMounts, context: MountContext): Promise<void> {
    for (const spec of usedVolumes(pod)) {
      const plugin = this.#pluginFor(spec);
      if (plugin?.refreshes === true && mounts.mounted.has(spec.name)) await this.#tryMount(pod, mounts, spec, context);
    }
  }

  async #tryMount(pod: Pod, mounts: PodMounts, spec: VolumeSpec, context: MountContext): Promise<void> {
    const { clock, events } = this.#options;
    const failure = mounts.failures.get(spec.name);
    if (failure !== undefined && clock.now() < failure.retryAt) return;
    try {
      mounts.mounted.set(spec.name, await this.#setUp(spec, context));
      mounts.failures.delete(spec.name);
    } catch (error) {
      const { message } = expected(error);
      const delay = failure === undefined ? firstRetry : Math.min(failure.delay * 2, longestRetry);
      mounts.failures.set(spec.name, { delay, retryAt: clock.now() + delay });
      events.warning(pod, "FailedMount", `MountVolume.SetUp failed for volume ${JSON.stringify(spec.name)} : ${message}`);
    }
  }

  #setUp(spec: VolumeSpec, context: MountContext): Promise<Volume> {
    const plugin = this.#pluginFor(spec);
    if (plugin !== undefined) return plugin.setUp(spec, context);
    const kind = Object.keys(spec).find((key) => key !== "name") ?? "nameless";
    return Promise.reject(new Error(`no volume plugin matched: ${kind} volumes are not supported by this kubelet`));
  }

  #pluginFor(spec: VolumeSpec): VolumePlugin | undefined {
    return this.#options.plugins.find((plugin) => plugin.supports(spec));
  }

  async #waitForRetry(pod: Pod, mounts: PodMounts, deadline: Milliseconds, until: Lifetime): Promise<void> {
    const unmounted = usedVolumes(pod).filter(({ name }) => !mounts.mounted.has(name));
    if (unmounted.length === 0) return;
    const { clock, events } = this.#options;
    const next = Math.min(deadline, ...unmounted.map(({ name }) => mounts.failures.get(name)?.retryAt ?? clock.now()));
    const wait = next - clock.now();
    await untilEnded(until, clock.sleep(wait, wait > foregroundWait ? "background" : "foreground"));
    if (clock.now() < deadline) return;
    const names = unmounted.map(({ name }) => name).sort();
    const detail = `unmounted volumes=[${names.join(" ")}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`;
    events.warning(pod, "FailedMount", `Unable to attach or mount volumes: ${detail}`);
    throw new Error(detail);
  }

  #mountsOf(podUid: string): PodMounts {
    const found = this.#pods.get(podUid);
    if (found !== undefined) return found;
    const mounts: PodMounts = { mounted: new Map(), failures: new Map() };
    this.#pods.set(podUid, mounts);
    return mounts;
  }
}

const used = new WeakMap<Pod["spec"], readonly VolumeSpec[]>();

/** A volume that no container uses is not set up. */
function usedVolumes({ spec }: Pod): readonly VolumeSpec[] {
  const known = used.get(spec);
  if (known !== undefined) return known;
  const containers = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
  const mounts = containers.flatMap(({ volumeMounts = [], volumeDevices = [] }) => [...volumeMounts, ...volumeDevices]);
  const names = new Set(mounts.map(({ name }) => name));
  const found = (spec.volumes ?? []).filter(({ name }) => names.has(name));
  used.set(spec, found);
  return found;
}
