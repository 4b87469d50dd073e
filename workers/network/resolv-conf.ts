import type { Milliseconds } from "../base/units.ts";

/** What /etc/resolv.conf says. */
export interface ResolvConf {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly ndots: number;
  readonly timeout: Milliseconds;
  readonly attempts: number;
}

/** glibc looks at no more servers than this. */
const mostServers = 3;

/** Reads the file as the C library does: the last `search` wins, unknown lines are skipped. */
export function parseResolvConf(text: string): ResolvConf {
  const servers: string[] = [];
  let searches: readonly string[] = [];
  let options: readonly string[] = [];
  for (const line of text.split("\n")) {
    const [keyword = "", ...words] = line.replace(/[#;].*$/, "").trim().split(/\s+/);
    if (keyword === "nameserver" && words[0] !== undefined && servers.length < mostServers) servers.push(words[0]);
    if (keyword === "search" || keyword === "domain") searches = words;
    if (keyword === "options") options = [...options, ...words];
  }
  return { servers, searches, ...readOptions(options) };
}

/** The file's text, as the container runtime writes it. */
export function formatResolvConf(servers: readonly string[], searches: readonly string[], options: readonly string[]): string {
  const lines = [
    ...(searches.length > 0 ? [`search ${searches.join(" ")}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(" ")}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The names to ask for, in order: a name with enough dots first as it is, a shorter one last. */
export function candidates(name: string, { searches, ndots }: Pick<ResolvConf, "searches" | "ndots">): readonly string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  const dots = name.split(".").length - 1;
  const searched = searches.map((domain) => `${name}.${domain.replace(/\.$/, "")}`);
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}

function readOptions(options: readonly string[]): Pick<ResolvConf, "ndots" | "timeout" | "attempts"> {
  const number = (name: string, fallback: number, most: number) => {
    const option = options.findLast((word) => word.startsWith(`${name}:`));
    const value = option === undefined ? NaN : Number(option.slice(name.length + 1));
    return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : fallback;
  };
  return { ndots: number("ndots", 1, 15), timeout: Math.max(1, number("timeout", 5, 30)) * 1000, attempts: Math.max(1, number("attempts", 2, 5)) };
}
