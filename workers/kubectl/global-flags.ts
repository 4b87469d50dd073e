import type { Flag } from "./flag.ts";

/** Flags that every command has. */
export const globalFlags: readonly Flag[] = [
  { name: "as", type: "string", help: "Act as this user: a name, or system:serviceaccount:NAMESPACE:NAME." },
  { name: "as-group", type: "strings", help: "Act as a member of this group; can be repeated." },
  { name: "as-uid", type: "string", help: "Act as the user with this UID." },
  { name: "cluster", type: "string", help: "Kubeconfig cluster to use." },
  { name: "context", type: "string", help: "Kubeconfig context to use." },
  { name: "help", short: "h", type: "boolean", help: "Show help." },
  { name: "kubeconfig", type: "string", help: "Path of the kubeconfig file." },
  { name: "namespace", short: "n", type: "string", help: "Namespace of this command." },
  { name: "request-timeout", type: "string", default: "0", help: "How long to wait for one answer of the server, such as 1s or 2m. 0 waits for ever." },
  { name: "server", short: "s", type: "string", help: "Address and port of the API server." },
  { name: "token", type: "string", help: "Bearer token for the API server." },
  { name: "user", type: "string", help: "Kubeconfig user to act as." },
  { name: "v", short: "v", type: "integer", default: "0", help: "How much to log." },
  { name: "warnings-as-errors", type: "boolean", help: "Exit with an error when the server warns." },
];
