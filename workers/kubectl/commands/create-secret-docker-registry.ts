import { encodeBase64 } from "../../api/base64.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";

export const createSecretDockerRegistryCommand: Command = {
  name: "create secret docker-registry",
  summary: "Create a secret for use with a Docker registry",
  usage: "create secret docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--dry-run=server|client|none]",
  examples: "kubectl create secret docker-registry pull --docker-server=registry.example.com --docker-username=me --docker-password=secret",
  writes: true,
  flags: [
    ...generatorFlags,
    { name: "docker-server", type: "string", default: "https://index.docker.io/v1/", help: "Where the registry is." },
    { name: "docker-username", type: "string", help: "User name for the registry." },
    { name: "docker-password", type: "string", help: "Password for the registry." },
    { name: "docker-email", type: "string", help: "E-mail address for the registry." },
  ],

  async run(context) {
    const { arguments: given } = context;
    const name = nameOf(context, "create secret docker-registry");
    const [server, username, password, email] = ["server", "username", "password", "email"].map((flag) => given.text(`docker-${flag}`)) as [string, string, string, string];
    if (username === "" || password === "") throw new KubectlError("either --from-file or the combination of --docker-username, --docker-password and --docker-server is required");
    const entry = { username, password, ...(email !== "" && { email }), auth: encodeBase64(`${username}:${password}`) };
    const data = { ".dockerconfigjson": encodeBase64(JSON.stringify({ auths: { [server]: entry } })) };
    return createGenerated(context, { apiVersion: "v1", data, kind: "Secret", metadata: { name }, type: "kubernetes.io/dockerconfigjson" }, { failure: "secret" });
  },
};
