/** The Deployment of the getting-started course: five pods, an image that is always pulled. */
export const webDeploy = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-deploy
  labels:
    app: web-deploy
spec:
  replicas: 5
  selector:
    matchLabels:
      app: web-deploy
  template:
    metadata:
      labels:
        app: web-deploy
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: hello-pod
          image: nigelpoulton/getting-started-k8s:1.0
          imagePullPolicy: Always
          ports:
            - containerPort: 8080
`;

/** The same course's rolling update: ten pods, never fewer, one more at most. */
export const rollingUpdate = (tag: string) =>
  webDeploy
    .replace("replicas: 5", "replicas: 10\n  minReadySeconds: 5\n  strategy:\n    type: RollingUpdate\n    rollingUpdate:\n      maxUnavailable: 0\n      maxSurge: 1")
    .replace("getting-started-k8s:1.0", `getting-started-k8s:${tag}`);

export const webService = `apiVersion: v1
kind: Service
metadata:
  name: web-svc
spec:
  type: NodePort
  selector:
    app: web-deploy
  ports:
    - port: 80
      targetPort: 8080
      nodePort: 30080
`;
