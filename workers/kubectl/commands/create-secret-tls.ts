import { encodeBase64 } from "../../api/base64.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf, requireFlags } from "../generate/create-generated.ts";

export const createSecretTlsCommand: Command = {
  name: "create secret tls",
  summary: "Create a TLS secret",
  usage: "create secret tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]",
  examples: "kubectl create secret tls web --cert=tls.crt --key=tls.key",
  writes: true,
  flags: [
    ...generatorFlags,
    { name: "cert", type: "string", help: "File with the certificate in PEM." },
    { name: "key", type: "string", help: "File with its private key in PEM." },
  ],

  async run(context) {
    requireFlags(context, "cert", "key");
    const name = nameOf(context, "create secret tls");
    const [certificate, key] = [contentOf(context, "cert"), contentOf(context, "key")];
    if (!certificate.includes("-----BEGIN CERTIFICATE-----")) throw new KubectlError("tls: failed to find any PEM data in certificate input");
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) throw new KubectlError("tls: failed to find any PEM data in key input");
    const data = { "tls.crt": encodeBase64(certificate), "tls.key": encodeBase64(key) };
    return createGenerated(context, { apiVersion: "v1", data, kind: "Secret", metadata: { name }, type: "kubernetes.io/tls" }, { failure: "secret" });
  },
};

function contentOf({ arguments: given, environment }: CommandContext, flag: string): string {
  const path = given.text(flag);
  const text = environment.readFile(path);
  if (text === undefined) throw new KubectlError(`open ${path}: no such file or directory`);
  return text;
}
