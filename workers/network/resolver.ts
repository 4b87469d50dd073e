import { queryMessage, responseIn, type DnsQuestion, type DnsResponse } from "./dns-message.ts";
import { parseHosts } from "./hosts-file.ts";
import { parseIp } from "./ip.ts";
import type { NetworkNamespace } from "./namespace.ts";
import { NetworkError } from "./network-error.ts";
import { candidates, parseResolvConf, type ResolvConf } from "./resolv-conf.ts";
import type { Trace } from "./trace.ts";

/** The two files that decide how names resolve, read anew at each lookup as libc does. */
export interface ResolverFiles {
  hosts(): string;
  resolvConf(): string;
}

/** An answer, the name that gave it, and the server that said so. */
export interface Lookup {
  readonly response: DnsResponse;
  readonly name: string;
  readonly server: string;
}

const dnsPort = 53;

/** The C library's stub resolver of one pod: hosts file, search list, several servers, patience. */
export class Resolver {
  readonly #namespace: NetworkNamespace;
  readonly #files: ResolverFiles;
  readonly #hosts = remembering(parseHosts);
  readonly #conf = remembering(parseResolvConf);

  constructor(namespace: NetworkNamespace, files: ResolverFiles) {
    this.#namespace = namespace;
    this.#files = files;
  }

  /** The IPv4 addresses of a name. Rejects with ENOTFOUND, or EAI_AGAIN when no server answers. */
  async resolve(name: string, trace: Trace = this.#trace(name)): Promise<readonly string[]> {
    if (parseIp(name) !== undefined) return [name];
    const known = this.#hosts(this.#files.hosts()).get(name.toLowerCase())?.filter((ip) => parseIp(ip) !== undefined);
    if (known !== undefined && known.length > 0) {
      trace.hop(`/etc/hosts: ${name} is ${known.join(", ")}`);
      return known;
    }
    const { response, name: found, server } = await this.lookUp(name, "A", trace);
    const addresses = response.answers.filter(({ type }) => type === "A").map(({ data }) => data);
    if (addresses.length === 0) throw new NetworkError("ENOTFOUND", `${name} has no address`);
    trace.hop(`DNS ${server}: ${found} is ${addresses.join(", ")}`);
    return addresses;
  }

  /** Asks for records, walking the search list. Rejects as `resolve` does. */
  async lookUp(name: string, type: DnsQuestion["type"], trace: Trace = this.#trace(name)): Promise<Lookup> {
    const conf = this.configuration();
    let unanswered: Lookup | undefined;
    for (const candidate of candidates(name.toLowerCase(), conf)) {
      const lookup = await this.#ask({ name: candidate, type }, conf, trace);
      if (lookup.response.code === "NOERROR" && lookup.response.answers.length > 0) return lookup;
      if (lookup.response.code !== "NXDOMAIN") unanswered ??= lookup;
      if (lookup.response.code === "SERVFAIL") break;
    }
    if (unanswered?.response.code === "SERVFAIL" || unanswered?.response.code === "REFUSED") throw this.#fail("EAI_AGAIN", trace, `DNS ${unanswered.server}: ${unanswered.response.code} for ${unanswered.name}`);
    throw this.#fail("ENOTFOUND", trace, `DNS: ${name} does not exist${searchedIn(conf)}`);
  }

  /** One question to one server, as nslookup asks it. */
  async askServer(server: string, question: DnsQuestion, timeout = this.configuration().timeout): Promise<DnsResponse> {
    const reply = await this.#namespace.query({ ip: server, port: dnsPort }, queryMessage(question), { timeout, trace: this.#trace(question.name) });
    return responseIn(reply) ?? { code: "SERVFAIL", answers: [] };
  }

  configuration(): ResolvConf {
    return this.#conf(this.#files.resolvConf());
  }

  /** Each server in turn, `attempts` times round. */
  async #ask(question: DnsQuestion, conf: ResolvConf, trace: Trace): Promise<Lookup> {
    // Without a nameserver line the C library asks the machine itself.
    const servers = conf.servers.length > 0 ? conf.servers : ["127.0.0.1"];
    for (let attempt = 0; attempt < conf.attempts; attempt++) {
      for (const server of servers) {
        const response = await this.#tryServer(server, question, conf, trace);
        if (response !== undefined) return { response, name: question.name, server };
      }
    }
    throw this.#fail("EAI_AGAIN", trace, `DNS: no server answers (${servers.join(", ")})`);
  }

  async #tryServer(server: string, question: DnsQuestion, { timeout }: ResolvConf, trace: Trace): Promise<DnsResponse | undefined> {
    try {
      return responseIn(await this.#namespace.query({ ip: server, port: dnsPort }, queryMessage(question), { timeout, trace }));
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      trace.hop(`DNS ${server}: ${error.message}`);
      return undefined;
    }
  }

  #fail(code: "ENOTFOUND" | "EAI_AGAIN", trace: Trace, why: string): NetworkError {
    trace.hop(why);
    const error = new NetworkError(code, why);
    trace.finish(false, error.message);
    return error;
  }

  #trace(name: string): Trace {
    return this.#namespace.startTrace({ to: name, protocol: "DNS", method: "", path: "" });
  }
}

function searchedIn({ searches }: ResolvConf): string {
  return searches.length > 0 ? `, searched in ${searches.join(", ")}` : "";
}

/** The function, keeping its last result: files are read at each lookup, and seldom change. */
function remembering<T>(parse: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: parse(text) };
    return last.value;
  };
}
