import type { ImageProgram } from "../../cri/image-program.ts";
import { EtcdProcess } from "../../etcd/process.ts";
import { type ControlPlane, exitOnTerm } from "../control-plane.ts";
import { etcdVersion } from "../static-pods.ts";

/** The key-value store of the control plane: opens the data directory of its node and serves it. */
export const etcd = ({ dataDirectory, etcd: members }: ControlPlane): ImageProgram => ({
  image: "registry.k8s.io/etcd",
  tags: [etcdVersion],
  sizeMiB: 57,
  executable: "/usr/local/bin/etcd",
  memoryMiB: 60,

  async run(process) {
    const { node } = process.network;
    exitOnTerm(process);
    const store = dataDirectory(node);
    process.printError(`{"level":"info","msg":"opened backend db","path":"/var/lib/etcd/member/snap/db","revision":${store.revision}}`);
    await process.startUp(400);

    const member = new EtcdProcess({ store, clock: process.clock, lifetime: process.lifetime });
    members.set(node, member);
    process.lifetime.onEnd(() => {
      if (members.get(node) === member) members.delete(node);
    });
    process.listenHttp(2381, () => ({ status: 200, body: '{"health":"true","reason":""}' }));
    process.printError('{"level":"info","msg":"serving client traffic securely","address":"127.0.0.1:2379"}');
    return process.forever();
  },
});
