import type { Process } from "../../cri/process.ts";
import { ConfigurationFault, parseConfiguration, type Directive } from "./configuration.ts";

export interface Location {
  /** "", "=", "^~", "~" or "~*". */
  readonly modifier: string;
  readonly path: string;
  readonly directives: readonly Directive[];
}

export interface Server {
  readonly ports: readonly { readonly port: number; readonly tls: boolean }[];
  readonly names: readonly string[];
  readonly locations: readonly Location[];
  readonly directives: readonly Directive[];
}

/** Directives that decide over answers; all others are only read. */
const known = new Set(
  "user worker_processes error_log pid events worker_connections http include default_type log_format access_log sendfile tcp_nopush tcp_nodelay keepalive_timeout gzip gzip_types types server listen server_name location root index alias return proxy_pass try_files add_header error_page upstream proxy_set_header proxy_http_version proxy_read_timeout proxy_connect_timeout proxy_redirect client_max_body_size autoindex charset server_tokens types_hash_max_size resolver set stub_status load_module daemon expires deny allow".split(" "),
);

/** The main file and everything that it includes, as one list. Throws ConfigurationFault. */
export function readConfiguration(process: Process, file: string): readonly Directive[] {
  if (!process.files.exists(file)) throw new ConfigurationFault(`open() "${file}" failed (2: No such file or directory)`);
  return parseConfiguration(process.files.read(file), file).flatMap((directive) => expand(process, directive));
}

function expand(process: Process, directive: Directive): readonly Directive[] {
  if (directive.name === "include") return included(process, directive.args[0] ?? "");
  if (directive.block === undefined) return [directive];
  return [{ ...directive, block: directive.block.flatMap((inner) => expand(process, inner)) }];
}

function included(process: Process, pattern: string): readonly Directive[] {
  const path = pattern.startsWith("/") ? pattern : `/etc/nginx/${pattern}`;
  const slash = path.lastIndexOf("/");
  const [folder, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (!name.includes("*")) return path.endsWith("mime.types") ? [] : readConfiguration(process, path);
  if (!process.files.exists(folder)) return [];
  const expression = new RegExp(`^${name.replace(/\./g, "\\.").replace(/\*/g, ".*")}$`);
  return process.files.list(folder).filter((file) => expression.test(file)).flatMap((file) => readConfiguration(process, `${folder}/${file}`));
}

/** Names of directives that have no effect here. */
export function unknownDirectives(directives: readonly Directive[]): readonly string[] {
  const names = directives.flatMap(({ name, block = [] }) => [...(known.has(name) ? [] : [name]), ...(["types", "map", "upstream"].includes(name) ? [] : unknownDirectives(block))]);
  return [...new Set(names)];
}

/** The virtual servers of a configuration. */
export function serversOf(directives: readonly Directive[]): readonly Server[] {
  return directives.flatMap(({ name, block = [] }) => {
    if (name === "http") return serversOf(block);
    return name === "server" ? [serverOf(block)] : [];
  });
}

function serverOf(block: readonly Directive[]): Server {
  const listens = block.filter(({ name, args }) => name === "listen" && !(args[0] ?? "").startsWith("[") && !(args[0] ?? "").startsWith("unix:"));
  const ports = listens.map(({ args }) => ({ port: Number((args[0] ?? "80").split(":").at(-1)) || 80, tls: args.includes("ssl") }));
  return {
    ports: ports.length > 0 ? ports : [{ port: 80, tls: false }],
    names: block.filter(({ name }) => name === "server_name").flatMap(({ args }) => args),
    locations: block.filter(({ name }) => name === "location").map(({ args, block: inner = [] }) => ({ modifier: args.length > 1 ? args[0]! : "", path: args.at(-1) ?? "/", directives: inner })),
    directives: block,
  };
}

/** Servers of an upstream block, for proxy_pass. */
export function upstreamsOf(directives: readonly Directive[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const all = directives.flatMap(({ name, block = [] }) => (name === "http" ? block : []));
  for (const { name, args, block = [] } of [...directives, ...all]) {
    if (name === "upstream") found.set(args[0] ?? "", block.filter((inner) => inner.name === "server").map((inner) => inner.args[0] ?? ""));
  }
  return found;
}

/** nginx' order: exact, then the longest prefix unless a regular expression matches first. */
export function locationFor(server: Server, path: string): Location | undefined {
  const exact = server.locations.find(({ modifier, path: own }) => modifier === "=" && own === path);
  if (exact !== undefined) return exact;
  const prefixes = server.locations.filter(({ modifier, path: own }) => (modifier === "" || modifier === "^~") && path.startsWith(own));
  const longest = prefixes.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (longest?.modifier === "^~") return longest;
  return server.locations.find(({ modifier, path: own }) => (modifier === "~" || modifier === "~*") && new RegExp(own, modifier === "~*" ? "i" : "").test(path)) ?? longest;
}
