import type { DnsRecord } from "../../network/dns-message.ts";
import { parseIp, reverseName } from "../../network/ip.ts";
import { NetworkError } from "../../network/network-error.ts";
import { candidates } from "../../network/resolv-conf.ts";
import type { Process, Program } from "../process.ts";
import { complain } from "./program-tools.ts";

/** dig, from the dnsutils package: no search list unless asked, answers in zone-file form. */
export const dig: Program = async (process) => {
  const { args } = process;
  const server = args.find((arg) => arg.startsWith("@"))?.slice(1) ?? process.dnsServers()[0] ?? "127.0.0.1";
  const words = args.filter((arg) => !/^[@+-]/.test(arg) && !/^(?:A|AAAA|SRV|PTR|CNAME|TXT|IN)$/i.test(arg));
  const type = (args.find((arg) => /^(?:A|AAAA|SRV|PTR|CNAME|TXT)$/i.test(arg)) ?? "A").toUpperCase() as DnsRecord["type"];
  const reversed = args.includes("-x");
  const name = reversed ? reverseName(words[0] ?? "") : (words[0] ?? "").replace(/\.$/, "");
  try {
    const { code, answers } = await ask(process, { name: name.toLowerCase(), type: reversed ? "PTR" : type, server, searching: args.includes("+search") });
    if (args.includes("+short")) for (const { data } of answers) process.print(data);
    else process.print(fullAnswer({ name, type, server, code, answers }));
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    process.print(";; communications error: timed out\n;; no servers could be reached");
    return 9;
  }
};

interface Question {
  readonly name: string;
  readonly type: DnsRecord["type"];
  readonly server: string;
  readonly searching: boolean;
}

async function ask(process: Process, { name, type, server, searching }: Question) {
  const searches = /^search (.*)$/m.exec(process.files.exists("/etc/resolv.conf") ? process.files.read("/etc/resolv.conf") : "")?.[1]?.split(/\s+/) ?? [];
  const names = searching ? candidates(name, { searches, ndots: 5 }) : [name];
  let last = await process.askDns(server, { name: names[0]!, type });
  for (const next of names.slice(1)) if (last.answers.length === 0) last = await process.askDns(server, { name: next, type });
  return last;
}

function fullAnswer({ name, type, server, code, answers }: { readonly name: string; readonly type: string; readonly server: string; readonly code: string; readonly answers: readonly DnsRecord[] }): string {
  const section = answers.map((record) => `${record.name}.\t${record.ttl}\tIN\t${record.type}\t${parseIp(record.data) === undefined ? `${record.data}.` : record.data}`);
  return [
    `;; ->>HEADER<<- opcode: QUERY, status: ${code}`,
    `;; flags: qr aa rd; QUERY: 1, ANSWER: ${answers.length}, AUTHORITY: 0, ADDITIONAL: 0`,
    "",
    ";; QUESTION SECTION:",
    `;${name}.\t\tIN\t${type}`,
    ...(answers.length > 0 ? ["", ";; ANSWER SECTION:", ...section] : []),
    "",
    `;; SERVER: ${server}#53(${server}) (UDP)`,
  ].join("\n");
}

/** host NAME */
export const host: Program = async (process) => {
  const [name] = process.args.filter((arg) => !arg.startsWith("-"));
  if (name === undefined) return complain(process, "usage: host NAME");
  try {
    const { response } = await process.lookUp(name, "A");
    for (const { name: owner, type, data } of response.answers) process.print(type === "CNAME" ? `${owner} is an alias for ${data}.` : `${owner} has address ${data}`);
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    process.print(error.code === "ENOTFOUND" ? `Host ${name} not found: 3(NXDOMAIN)` : ";; connection timed out; no servers could be reached");
    return 1;
  }
};
