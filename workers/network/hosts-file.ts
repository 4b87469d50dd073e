/** A table of names and addresses, as /etc/hosts is one. */
export type HostsTable = ReadonlyMap<string, readonly string[]>;

/** Reads the file: an address, then its names. */
export function parseHosts(text: string): HostsTable {
  const table = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [ip, ...names] = line.replace(/#.*$/, "").trim().split(/\s+/);
    if (ip === undefined || ip === "") continue;
    for (const name of names) {
      const known = table.get(name.toLowerCase()) ?? [];
      table.set(name.toLowerCase(), [...known, ip]);
    }
  }
  return table;
}
