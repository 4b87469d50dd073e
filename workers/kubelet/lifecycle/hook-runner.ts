import { second } from "../../base/units.ts";
import type { Container, LifecycleHandler, Pod } from "../../api/generated/core/v1.ts";
import type { Runtime } from "../../cri/runtime.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import { formatPod } from "../pods/pod-containers.ts";
import { httpTarget } from "../probes/action-target.ts";
import type { NetworkProber } from "../probes/network-prober.ts";
import { untilEnded } from "../until-ended.ts";

export interface HookTarget {
  readonly pod: Pod;
  readonly container: Container;
  readonly containerId: string;
  readonly podIp: string;
}

export interface HookRunnerOptions {
  readonly runtime: Runtime;
  readonly network: NetworkProber;
  readonly clock: Clock;
}

/** A hook without a bound of its own may run as long as a day. */
const noTimeout = 86_400 * second;

/** Runs what a container wants to have done after its start and before its end. */
export class HookRunner {
  readonly #options: HookRunnerOptions;

  constructor(options: HookRunnerOptions) {
    this.#options = options;
  }

  /** Resolves when the hook has done its work; rejects with the words that its failure is told in. */
  async run(hook: LifecycleHandler, target: HookTarget, until: Lifetime): Promise<void> {
    const { sleep, exec, httpGet } = hook;
    if (exec !== undefined) return this.#exec(exec.command ?? [], target, until);
    if (httpGet !== undefined) return this.#httpGet(httpGet, target, until);
    if (sleep !== undefined) return untilEnded(until, this.#options.clock.sleep(sleep.seconds * second));
    throw new Error(`invalid handler: ${JSON.stringify(hook)}`);
  }

  async #exec(command: readonly string[], { pod, container, containerId }: HookTarget, until: Lifetime): Promise<void> {
    const { exitCode, stdout, stderr } = await untilEnded(until, this.#options.runtime.execSync(containerId, command, noTimeout));
    if (exitCode === 0) return;
    const what = `Exec lifecycle hook ([${command.join(" ")}]) for Container ${JSON.stringify(container.name)} in Pod ${JSON.stringify(formatPod(pod))} failed`;
    throw new Error(`${what} - error: command '${command.join(" ")}' exited with ${exitCode}: ${stderr}, message: ${JSON.stringify(stdout + stderr)}`);
  }

  async #httpGet(action: NonNullable<LifecycleHandler["httpGet"]>, { container, podIp }: HookTarget, until: Lifetime): Promise<void> {
    const { host, port, path, tls, headers, url } = httpTarget(action, container, podIp, "kube-lifecycle/1.36");
    const call = { ip: host, port, path, tls, headers, method: "GET", host };
    const { status } = await untilEnded(until, this.#options.network.http(call).catch((error: Error) => Promise.reject(new Error(`Get ${JSON.stringify(url)}: ${error.message}`))));
    if (status >= 400) throw new Error(`HTTP lifecycle hook (${path}) for Container ${JSON.stringify(container.name)} failed - error: HTTP status ${status}`);
  }
}
