import { Namespaces } from "../api/core/namespace.ts";
import { Services } from "../api/core/service.ts";
import { EndpointSlices } from "../api/discovery/endpoint-slice.ts";
import type { InformerFactory } from "../client/informer-factory.ts";
import { questionIn, responseMessage, type DnsQuestion, type DnsResponse } from "../network/dns-message.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import { NetworkError } from "../network/network-error.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import { serviceKeyOf, servicesByIp, slicesByIp, slicesByService, Zone } from "./zone.ts";

export interface CoreDnsOptions {
  /** The network of CoreDNS' own pod. */
  readonly network: NetworkNamespace;
  readonly lifetime: Lifetime;
  readonly informers: InformerFactory;
  readonly domain: string;
  /** Asks the servers of the pod's own resolv.conf, for names outside of the cluster. */
  readonly forward: (question: DnsQuestion) => Promise<DnsResponse>;
}

/** A chain of CNAMEs is followed so far. */
const longestChain = 8;

/**
 * Cluster DNS in one pod: plugins errors, health, ready, kubernetes and forward of CoreDNS. Left out: other
 * plugins, the cache (answers here cost nothing), zone transfers, reading the Corefile for anything but show.
 */
export function runCoreDns({ network, lifetime, informers, domain, forward }: CoreDnsOptions): void {
  const services = informers.for(Services);
  const slices = informers.for(EndpointSlices);
  const namespaces = informers.for(Namespaces);
  services.addIndex(servicesByIp, ({ spec }) => (spec.clusterIPs ?? []).filter((ip) => ip !== "None"));
  slices.addIndex(slicesByService, (slice) => [serviceKeyOf(slice)]);
  slices.addIndex(slicesByIp, ({ endpoints }) => (endpoints ?? []).flatMap(({ addresses }) => addresses.slice(0, 1)));

  const zone = new Zone(domain, { services, slices, hasNamespace: (name) => namespaces.get(name) !== undefined });
  const ready = () => services.hasSynced && slices.hasSynced && namespaces.hasSynced;
  const answer = (question: DnsQuestion) => (ready() ? resolve(zone, forward, question, longestChain) : Promise.resolve(failed));

  network.listenUdp({ port: 53, lifetime }, async ({ payload }) => {
    const question = questionIn(payload);
    return question === undefined ? undefined : responseMessage(await answer(question));
  });
  network.listenHttp({ port: 8080, lifetime }, () => ({ status: 200, body: "OK" }));
  network.listenHttp({ port: 8181, lifetime }, () => (ready() ? { status: 200, body: "OK" } : { status: 503, body: "kubernetes" }));
}

const failed: DnsResponse = { code: "SERVFAIL", answers: [] };

/** Answers from the zone or from upstream, and follows aliases to their addresses. */
async function resolve(zone: Zone, forward: CoreDnsOptions["forward"], question: DnsQuestion, patience: number): Promise<DnsResponse> {
  const response = zone.answer(question) ?? (await ask(forward, question));
  const alias = response.answers.find(({ type }) => type === "CNAME");
  if (alias === undefined || question.type === "CNAME" || patience === 0 || response.answers.length > 1) return response;
  const rest = await resolve(zone, forward, { name: alias.data, type: question.type }, patience - 1);
  return { ...response, answers: [...response.answers, ...rest.answers] };
}

async function ask(forward: CoreDnsOptions["forward"], question: DnsQuestion): Promise<DnsResponse> {
  try {
    return await forward(question);
  } catch (error) {
    if (error instanceof NetworkError) return failed;
    throw error;
  }
}
