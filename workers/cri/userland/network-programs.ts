import type { Connection } from "../../network/connection.ts";
import { reverseName, parseIp } from "../../network/ip.ts";
import { NetworkError } from "../../network/network-error.ts";
import type { Process, Program } from "../process.ts";
import { complain, program } from "./program-tools.ts";
import type { Options } from "./options.ts";

/** Programs that look at the network. */
export const networkPrograms: Readonly<Record<string, Program>> = {
  nc: program("z v l n u k q t", "w p e s i", netcat),
  nslookup: (process) => nslookup(process),
  ping: program("q n 4", "c W w i s", ping),
  netstat: (process) => Promise.resolve(listSockets(process)),
  ss: (process) => Promise.resolve(listSockets(process)),
  ip: (process) => Promise.resolve(showAddresses(process)),
  ifconfig: (process) => Promise.resolve(showAddresses(process)),
};

async function netcat(process: Process, { operands, flags, values }: Options): Promise<number> {
  if (flags.has("u")) return complain(process, "UDP is not supported here");
  if (flags.has("l")) return await netcatServer(process, Number(values.get("p") ?? operands.at(-1)));
  const [host, port] = operands;
  if (host === undefined || port === undefined) return complain(process, "usage: nc [-zvl] [-w SECONDS] HOST PORT");
  const wait = values.get("w");
  try {
    const connection = await process.connect(host, Number(port), wait === undefined ? undefined : Number(wait) * 1000);
    if (flags.has("v") || flags.has("z")) process.printError(`${host} (${connection.remote.ip}:${port}) open`);
    if (flags.has("z")) connection.end();
    else await relay(process, connection);
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return netcatError(process, error, `${host}:${port}`, flags.has("v") || !flags.has("z"));
  }
}

function netcatError(process: Process, error: NetworkError, target: string, wordy: boolean): number {
  if (!wordy) return 1;
  if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") return complain(process, `bad address '${target.split(":")[0]}'`);
  return complain(process, `${target}: ${{ ECONNREFUSED: "Connection refused", TIMEOUT: "Connection timed out", ETIMEDOUT: "Connection timed out", EHOSTUNREACH: "No route to host" }[error.code as string] ?? error.message}`);
}

async function netcatServer(process: Process, port: number): Promise<number> {
  if (!(port > 0 && port < 65536)) return complain(process, "a port is needed to listen on");
  const connection = await new Promise<Connection>((resolve) => {
    const listener = process.listenTcp(port, (accepted) => {
      listener.close();
      resolve(accepted);
    });
  });
  await relay(process, connection);
  return 0;
}

/** Both directions at once, until the peer has said all. */
async function relay(process: Process, connection: Connection): Promise<void> {
  process.clock.spawn(async () => {
    try {
      for (let chunk = await process.stdin.read(); chunk !== undefined; chunk = await process.stdin.read()) await connection.write(chunk);
      connection.end();
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
  });
  for (let chunk = await connection.read(); chunk !== undefined; chunk = await connection.read()) process.write(chunk);
}

async function nslookup(process: Process): Promise<number> {
  const words = process.args.filter((arg) => !arg.startsWith("-"));
  const type = /^-(?:type|query|q)=(\w+)$/i.exec(process.args.find((arg) => arg.startsWith("-")) ?? "")?.[1]?.toUpperCase() ?? "A";
  const [name, server = process.dnsServers()[0] ?? "127.0.0.1"] = words;
  if (name === undefined) return complain(process, "usage: nslookup [-type=TYPE] NAME [SERVER]");
  if (oldBusybox.test(process.imageTag)) return await oldNslookup(process, name, server);
  process.print(`Server:\t\t${server}\nAddress:\t${server}:53\n`);
  try {
    return await (parseIp(name) === undefined ? forward(process, name, { type, server: words[1] }) : reverse(process, name, server));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    process.print(error.code === "ENOTFOUND" ? `** server can't find ${name}: NXDOMAIN\n` : ";; connection timed out; no servers could be reached\n");
    return 1;
  }
}

/** BusyBox before 1.29, which the documentation uses, has an nslookup that prints otherwise and names every address. */
const oldBusybox = /^1\.(?:\d|1\d|2[0-8])(?:[.-]|$)/;

async function oldNslookup(process: Process, name: string, server: string): Promise<number> {
  process.print(`Server:    ${server}\nAddress 1: ${await named(process, server)}\n`);
  try {
    const addresses = await process.resolve(name);
    process.print(`Name:      ${name}`);
    for (const [index, address] of addresses.entries()) process.print(`Address ${index + 1}: ${await named(process, address)}`);
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    process.print(`nslookup: can't resolve '${name}'`);
    return 1;
  }
}

/** The address with the name that it has, if it has one. */
async function named(process: Process, address: string): Promise<string> {
  const server = process.dnsServers()[0];
  if (server === undefined) return address;
  const { answers } = await process.askDns(server, { name: reverseName(address), type: "PTR" }).catch((error: unknown) => {
    if (error instanceof NetworkError) return { answers: [] };
    throw error;
  });
  return [address, ...answers.slice(0, 1).map(({ data }) => data)].join(" ");
}

async function forward(process: Process, name: string, { type, server }: { readonly type: string; readonly server: string | undefined }): Promise<number> {
  const recordType = type as "A";
  const answers = server === undefined ? (await process.lookUp(name, recordType)).response.answers : (await process.askDns(server, { name: name.toLowerCase().replace(/\.$/, ""), type: recordType })).answers;
  if (answers.length === 0) throw new NetworkError("ENOTFOUND");
  for (const { name: owner, type: found, data } of answers) {
    if (found === "A") process.print(`Name:\t${owner}\nAddress: ${data}`);
    else if (found === "CNAME") process.print(`${owner}\tcanonical name = ${data}`);
    else if (found === "SRV") process.print(`${owner}\tservice = ${data}`);
    else process.print(`${owner}\t${found} = ${data}`);
  }
  process.print("");
  return 0;
}

async function reverse(process: Process, ip: string, server: string): Promise<number> {
  const name = reverseName(ip);
  const { answers } = await process.askDns(server, { name, type: "PTR" });
  if (answers.length === 0) throw new NetworkError("ENOTFOUND");
  for (const { data } of answers) process.print(`${name}\tname = ${data}`);
  process.print("");
  return 0;
}

/** There is no ICMP in this network: a host counts as alive when its address belongs to somebody who can be reached. */
async function ping(process: Process, { operands, values }: Options): Promise<number> {
  const [host] = operands;
  if (host === undefined) return complain(process, "usage: ping [-c COUNT] HOST");
  const addresses = await process.resolve(host).catch((error: unknown) => {
    if (error instanceof NetworkError) return undefined;
    throw error;
  });
  if (addresses === undefined) return complain(process, `bad address '${host}'`);
  const count = Number(values.get("c") ?? Infinity);
  process.print(`PING ${host} (${addresses[0]}): 56 data bytes`);
  let received = 0;
  for (let sequence = 0; sequence < count; sequence++) {
    const time = await probe(process, addresses[0]!);
    if (time !== undefined) process.print(`64 bytes from ${addresses[0]}: seq=${sequence} ttl=64 time=${Math.max(0.05, time).toFixed(3)} ms`);
    if (time !== undefined) received++;
    if (sequence + 1 < count) await process.sleep(1000);
  }
  process.print(`\n--- ${host} ping statistics ---\n${count} packets transmitted, ${received} packets received, ${Math.round((1 - received / count) * 100)}% packet loss`);
  return received > 0 ? 0 : 1;
}

const pingTimeout = 1000;

/** A port that nobody uses: the refusal proves that the host is there. */
const unusedPort = 7;

async function probe(process: Process, ip: string): Promise<number | undefined> {
  const before = process.clock.now();
  try {
    (await process.connect(ip, unusedPort, pingTimeout)).reset();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code !== "ECONNREFUSED") return undefined;
  }
  return process.clock.now() - before;
}

function listSockets(process: Process): number {
  process.print("Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State");
  for (const { protocol, ip, port } of process.network.listeners()) {
    const state = protocol === "TCP" ? "LISTEN" : "";
    process.print(`${protocol.toLowerCase()}        0      0 ${`${ip ?? "0.0.0.0"}:${port}`.padEnd(23)} ${"0.0.0.0:*".padEnd(23)} ${state}`.trimEnd());
  }
  return 0;
}

function showAddresses(process: Process): number {
  process.print("1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN\n    inet 127.0.0.1/8 scope host lo");
  process.network.ips.forEach((ip, index) => process.print(`${index + 2}: eth${index}@if${index + 7}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP\n    inet ${ip}/24 scope global eth${index}`));
  return 0;
}
