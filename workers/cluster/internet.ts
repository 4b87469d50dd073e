import { questionIn, responseMessage, type DnsQuestion, type DnsResponse } from "../network/dns-message.ts";
import type { Fabric } from "../network/fabric.ts";

/** The name server of the provider, which every node's resolv.conf names. */
export const providerDns = "192.168.49.1";

/** Hosts of the outside world: they answer HTTP with a page that says who they are. */
const hosts: ReadonlyMap<string, string> = new Map([
  ["example.com", "93.184.215.14"],
  ["www.example.com", "93.184.215.14"],
  ["kubernetes.io", "15.197.167.90"],
  ["google.com", "142.250.185.78"],
  ["www.google.com", "142.250.185.100"],
  ["github.com", "140.82.121.4"],
]);

/** The world outside of the cluster, as far as pods reach into it: a name server and a few well-known hosts. */
export function createInternet(fabric: Fabric): void {
  fabric.addOutsideHost("provider-dns", providerDns).listenUdp({ port: 53 }, ({ payload }) => {
    const question = questionIn(payload);
    return question === undefined ? undefined : responseMessage(answer(question));
  });
  for (const [ip, name] of new Map(Array.from(hosts, ([name, ip]) => [ip, name]))) {
    const host = fabric.addOutsideHost(name, ip);
    for (const port of [80, 443]) host.listenHttp({ port, tls: port === 443 }, () => ({ status: 200, headers: { "content-type": "text/plain" }, body: `This is ${name}, outside of the cluster.\n` }));
  }
}

function answer({ name, type }: DnsQuestion): DnsResponse {
  const ip = hosts.get(name);
  if (ip === undefined) return { code: "NXDOMAIN", answers: [] };
  return { code: "NOERROR", answers: type === "A" ? [{ name, type, ttl: 300, data: ip }] : [] };
}
