import { expect, test } from "vitest";
import { startShell } from "../testing/kubectl-shell.ts";

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx:1.27
`;

test("a deployment from file to deletion", async () => {
  const shell = await startShell({ files: { "web.yaml": web } });
  expect(await shell.run("kubectl apply -f web.yaml")).toBe("deployment.apps/web created\n");
  expect(await shell.run("apply -f web.yaml")).toBe("deployment.apps/web unchanged\n");
  shell.files["web.yaml"] = web.replace("replicas: 2", "replicas: 3");
  expect(await shell.run("apply -f ./web.yaml")).toBe("deployment.apps/web configured\n");
  expect(await shell.run("get deploy")).toBe("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    0/3     0            0           0s\n");
  expect(await shell.run("scale deploy/web --replicas=5")).toBe("deployment.apps/web scaled\n");
  expect(await shell.run("get deploy web -o jsonpath='{.spec.replicas}'")).toBe("5");
  expect(await shell.run("get pods")).toBe("No resources found in default namespace.\n");
  expect(await shell.run("delete deploy web")).toBe('deployment.apps "web" deleted from default namespace\n');
  expect(await shell.run("get deploy web")).toBe('Error from server (NotFound): deployments.apps "web" not found\n[1]');
});
