import type { Runtime } from "../../cri/runtime.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import { whileAlive } from "../until-ended.ts";

/** The same runtime for a kubelet that may die: after its end no answer reaches it. */
export function mortalRuntime(runtime: Runtime, lifetime: Lifetime): Runtime {
  return {
    name: runtime.name,
    version: runtime.version,
    networkReady: () => runtime.networkReady(),
    runPodSandbox: (config) => whileAlive(lifetime, runtime.runPodSandbox(config)),
    stopPodSandbox: (id) => whileAlive(lifetime, runtime.stopPodSandbox(id)),
    removePodSandbox: (id) => whileAlive(lifetime, runtime.removePodSandbox(id)),
    listPodSandboxes: () => runtime.listPodSandboxes(),
    createContainer: (sandboxId, config) => whileAlive(lifetime, runtime.createContainer(sandboxId, config)),
    startContainer: (id) => whileAlive(lifetime, runtime.startContainer(id)),
    stopContainer: (id, gracePeriod) => whileAlive(lifetime, runtime.stopContainer(id, gracePeriod)),
    removeContainer: (id) => whileAlive(lifetime, runtime.removeContainer(id)),
    listContainers: () => runtime.listContainers(),
    containerStatus: (id) => runtime.containerStatus(id),
    containerStats: (id) => runtime.containerStats(id),
    execSync: (id, command, timeout) => whileAlive(lifetime, runtime.execSync(id, command, timeout)),
    exec: (id, options, output) => runtime.exec(id, options, output),
    attach: (id, options, output) => runtime.attach(id, options, output),
    logs: (id, options, sink) => runtime.logs(id, options, sink),
    pullImage: (image, secrets) => whileAlive(lifetime, runtime.pullImage(image, secrets)),
    imageStatus: (image) => runtime.imageStatus(image),
    listImages: () => runtime.listImages(),
    removeImage: (image) => whileAlive(lifetime, runtime.removeImage(image)),
    onEvent(listener) {
      const forget = runtime.onEvent((event) => (lifetime.ended ? undefined : listener(event)));
      lifetime.onEnd(forget);
      return forget;
    },
  };
}
