import type { KubeletProxy } from "../../apiserver/subresources/kubelet-proxy.ts";
import type { BridgeCni } from "../../cni/cni.ts";
import type { ImageProgram } from "../../cri/image-program.ts";
import type { FabricNode } from "../../network/fabric-node.ts";
import type { ControlPlane } from "../control-plane.ts";
import { coreDns } from "./coredns.ts";
import { etcd } from "./etcd.ts";
import { kindnet } from "./kindnet.ts";
import { kubeApiServer } from "./kube-apiserver.ts";
import { kubeControllerManager } from "./kube-controller-manager.ts";
import { kubeProxy } from "./kube-proxy.ts";
import { kubeScheduler } from "./kube-scheduler.ts";

/** What of its machine a privileged program can reach. */
export interface Privileges {
  readonly cniOf: (node: string) => BridgeCni;
  readonly kernelOf: (node: string) => FabricNode;
  readonly kubeletsFrom: (node: string) => KubeletProxy;
}

/** The images whose programs are the cluster itself. */
export const controlPlaneImages = (controlPlane: ControlPlane, { cniOf, kernelOf, kubeletsFrom }: Privileges): readonly ImageProgram[] => [
  etcd(controlPlane),
  kubeApiServer(controlPlane, kubeletsFrom),
  kubeControllerManager(controlPlane),
  kubeScheduler(controlPlane),
  kubeProxy(controlPlane, kernelOf),
  kindnet(controlPlane, cniOf),
  coreDns(controlPlane),
];
