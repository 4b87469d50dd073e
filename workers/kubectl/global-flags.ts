import type { Flag } from "./flags.ts";

/** Flags that every command has. */
export const globalFlags: readonly Flag[] = [
  { name: "as", type: "string", usage: "Act as this user: a name, or system:serviceaccount:NAMESPACE:NAME" },
  { name: "as-group", type: "stringArray", usage: "Act as a member of this group; may be given more than once" },
  { name: "as-uid", type: "string", usage: "Act as the user with this UID" },
  { name: "cache-dir", type: "string", usage: "Where answers about the server's resources are kept", default: "/root/.kube/cache" },
  { name: "context", type: "string", usage: "The kubeconfig context to use" },
  { name: "cluster", type: "string", usage: "The kubeconfig cluster to use" },
  { name: "disable-compression", type: "bool", usage: "Ask the server for answers without compression" },
  { name: "insecure-skip-tls-verify", type: "bool", usage: "Do not check the certificate of the server" },
  { name: "kubeconfig", type: "string", usage: "Path of the kubeconfig file" },
  { name: "kuberc", type: "string", usage: "Path of the kuberc file with preferences", hidden: true },
  { name: "match-server-version", type: "bool", usage: "Require that the server has the version of the client" },
  { name: "namespace", short: "n", type: "string", usage: "The namespace of this request" },
  { name: "request-timeout", type: "string", default: "0", usage: "How long to wait for one answer, such as 1s or 2m; 0 waits for ever" },
  { name: "server", short: "s", type: "string", usage: "Address of the API server" },
  { name: "token", type: "string", usage: "Bearer token for the API server" },
  { name: "user", type: "string", usage: "The kubeconfig user to act as" },
  { name: "v", short: "v", type: "int", default: "0", usage: "How much to log" },
  { name: "warnings-as-errors", type: "bool", usage: "Exit with an error when the server warns" },
];
