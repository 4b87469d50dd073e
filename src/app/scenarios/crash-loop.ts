import type { Scenario } from "./scenario.ts";

const manifest = `# The container ends with an error, again and again.
# Why does it take longer each time? Select the pod and ask Why.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
spec:
  replicas: 1
  selector:
    matchLabels: { app: worker }
  template:
    metadata:
      labels: { app: worker }
    spec:
      containers:
        - name: worker
          image: busybox:1.36
          command: ["sh", "-c", "echo starting; sleep 3; echo cannot reach the database; exit 1"]
`;

export const crashLoop: Scenario = {
  id: "crash-loop",
  title: "CrashLoopBackOff",
  about: "A container that fails, and a kubelet that waits longer each time.",
  settings: { seed: "crash-loop", nodes: 2, manifest },
};
