import type { SessionRecord } from "../workers/protocol/session.ts";
import { webDeploy, webService } from "./manifests.ts";

/** 2026-04-22T10:00:00Z, where every session begins. */
const beginning = 1_776_852_000_000;

const at = (seconds: number) => beginning + seconds * 1_000;

/** A life with traffic and kills, as a log of inputs: what is replayed in two places to compare their histories. */
export const storyOf = (seed: string): SessionRecord => ({
  version: 1,
  settings: { seed, nodes: 3, manifest: `${webDeploy}---\n${webService}`, traffic: 2 },
  inputs: [
    { at: at(60), action: { type: "kubectl", line: "kubectl delete pods -l app=web-deploy --wait=false" } },
    { at: at(75), action: { type: "scale", resource: "deployments.apps", namespace: "default", name: "web-deploy", replicas: 8 } },
    { at: at(90), action: { type: "crash-container", namespace: "kube-system", name: "kube-scheduler-control-plane" } },
    { at: at(100), action: { type: "power-off", node: "node-1" } },
    { at: at(200), action: { type: "power-on", node: "node-1" } },
    { at: at(230), action: { type: "apply", manifest: webDeploy.replace("getting-started-k8s:1.0", "getting-started-k8s:2.0") } },
  ],
  until: at(300),
});
