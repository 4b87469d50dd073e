import { ServiceAccounts } from "../../api/core/service-account.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { second } from "../../base/units.ts";
import { objectPathOf } from "../api-resource.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { nameOf } from "../generate/create-generated.ts";

export const createTokenCommand: Command = {
  name: "create token",
  summary: "Request a service account token",
  usage: "create token SERVICE_ACCOUNT_NAME",
  examples: "kubectl create token builder --duration 10m",
  writes: true,
  flags: [
    { name: "audience", type: "strings", help: "Who may accept the token." },
    { name: "duration", type: "duration", default: "0s", help: "How long the token should be valid." },
  ],

  async run(context) {
    const { api, arguments: given, namespace, print } = context;
    const name = nameOf(context, "create token");
    const audiences = given.list("audience");
    const duration = given.duration("duration");
    if (duration < 0) throw new KubectlError("--duration must be greater than or equal to 0");
    const spec = { ...(audiences.length > 0 && { audiences }), ...(duration > 0 && { expirationSeconds: Math.floor(duration / second) }) };
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", metadata: { name, namespace }, spec };
    try {
      const answer = await api.request<{ readonly status?: { readonly token?: string } }>({ method: "POST", path: objectPathOf(ServiceAccounts, { namespace, name }, "token"), body });
      if (answer.status?.token === undefined) throw new KubectlError("failed to create token:  no token in server response");
      print(`${answer.status.token}\n`);
    } catch (error) {
      if (error instanceof ApiError) throw new KubectlError(`failed to create token: ${error.message}`);
      throw error;
    }
    return 0;
  },
};
