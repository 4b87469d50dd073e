import type { CommandContext } from "./command.ts";

/** The one context that there is, as kubeadm's admin.conf names it. */
export const contextName = "kubernetes-admin@kubernetes";
export const clusterName = "kubernetes";
export const userName = "kubernetes-admin";

interface ApiVersions {
  readonly serverAddressByClientCIDRs?: readonly { readonly serverAddress: string }[];
}

/** Where the API server is: as the settings say, or as it says itself. */
export async function serverUrl({ environment, api }: CommandContext): Promise<string> {
  if (environment.settings.server !== undefined) return environment.settings.server;
  const { serverAddressByClientCIDRs } = await api.request<ApiVersions>({ method: "GET", path: "/api" });
  return `https://${serverAddressByClientCIDRs?.[0]?.serverAddress ?? "127.0.0.1:6443"}`;
}
