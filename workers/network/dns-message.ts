/** DNS as structured messages: what goes over UDP port 53 in this network. */

export type RecordType = "A" | "AAAA" | "CNAME" | "SRV" | "PTR" | "TXT" | "NS" | "SOA";

export interface DnsQuestion {
  /** Without the final dot, in lower case. */
  readonly name: string;
  readonly type: RecordType;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  /** An address, a name, or for SRV "priority weight port target". */
  readonly data: string;
}

export type ResponseCode = "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED" | "NOTIMP";

export interface DnsResponse {
  readonly code: ResponseCode;
  readonly answers: readonly DnsRecord[];
  /** For SRV: the addresses of its targets. */
  readonly additional?: readonly DnsRecord[];
}

interface DnsQueryMessage {
  readonly kind: "dns-query";
  readonly question: DnsQuestion;
}

interface DnsResponseMessage {
  readonly kind: "dns-response";
  readonly response: DnsResponse;
}

/** The datagram that asks a question. */
export function queryMessage(question: DnsQuestion): DnsQueryMessage {
  return { kind: "dns-query", question };
}

/** The datagram that answers one. */
export function responseMessage(response: DnsResponse): DnsResponseMessage {
  return { kind: "dns-response", response };
}

/** The question in a datagram, or undefined when it is no DNS query. */
export function questionIn(payload: unknown): DnsQuestion | undefined {
  return isMessage<DnsQueryMessage>(payload, "dns-query") ? payload.question : undefined;
}

/** The answer in a datagram, or undefined when it is none. */
export function responseIn(payload: unknown): DnsResponse | undefined {
  return isMessage<DnsResponseMessage>(payload, "dns-response") ? payload.response : undefined;
}

function isMessage<T extends { readonly kind: string }>(payload: unknown, kind: T["kind"]): payload is T {
  return typeof payload === "object" && payload !== null && (payload as { kind?: unknown }).kind === kind;
}
