import type { Scenario } from "./scenario.ts";

const manifest = `# No node has this much CPU left, so some pods wait in the tray.
# Select one and ask Why; then lower the request, or add a node.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: encoder
spec:
  replicas: 6
  selector:
    matchLabels: { app: encoder }
  template:
    metadata:
      labels: { app: encoder }
    spec:
      containers:
        - name: encoder
          image: busybox:1.36
          command: ["sleep", "infinity"]
          resources:
            requests: { cpu: 1500m, memory: 256Mi }
`;

export const tooLarge: Scenario = {
  id: "too-large",
  title: "Pods that do not fit",
  about: "Requests, not usage, decide where a pod may go.",
  settings: { seed: "too-large", nodes: 3, manifest },
};
