import type { ManifestFile } from "../../cluster/files-slice.ts";
import deploy from "./examples/deploy.yml?raw";
import mongoConfig from "./examples/mongo-config.yaml?raw";
import mongoSecret from "./examples/mongo-secret.yaml?raw";
import mongo from "./examples/mongo.yaml?raw";
import myNginx from "./examples/my-nginx-deployment.yaml?raw";
import nginx from "./examples/nginx.yaml?raw";
import pod from "./examples/pod.yml?raw";
import rollingUpdate from "./examples/rolling-update.yml?raw";
import clusterIp from "./examples/svc-clusterip.yml?raw";
import loadBalancer from "./examples/svc-lb.yml?raw";
import nodePort from "./examples/svc-nodeport.yml?raw";
import webapp from "./examples/webapp.yaml?raw";

/** A manifest to begin with; some are several files, as one would keep them on a disk. */
export interface Example {
  readonly title: string;
  readonly about: string;
  readonly files: readonly ManifestFile[];
}

/** Manifests that beginners' courses use, under the names that their commands use. */
export const examples: readonly Example[] = [
  { title: "Pod", about: "One container, with a label", files: [{ name: "pod.yml", text: pod }] },
  { title: "Deployment", about: "Five pods that replace themselves", files: [{ name: "deploy.yml", text: deploy }] },
  { title: "Rolling update", about: "Ten pods, one more at a time", files: [{ name: "rolling-update.yml", text: rollingUpdate }] },
  { title: "Service: ClusterIP", about: "One address inside the cluster", files: [{ name: "svc-clusterip.yml", text: clusterIp }] },
  { title: "Service: NodePort", about: "A port on every node", files: [{ name: "svc-nodeport.yml", text: nodePort }] },
  { title: "Service: LoadBalancer", about: "An address from the cloud", files: [{ name: "svc-lb.yml", text: loadBalancer }] },
  { title: "nginx with a Service", about: "A Deployment and what reaches it", files: [{ name: "nginx.yaml", text: nginx }] },
  { title: "nginx on a NodePort", about: "Port, targetPort and nodePort", files: [{ name: "my-nginx-deployment.yaml", text: myNginx }] },
  {
    title: "Web app and database",
    about: "ConfigMap, Secret, MongoDB, web app: four files",
    files: [
      { name: "mongo-config.yaml", text: mongoConfig },
      { name: "mongo-secret.yaml", text: mongoSecret },
      { name: "mongo.yaml", text: mongo },
      { name: "webapp.yaml", text: webapp },
    ],
  },
];
