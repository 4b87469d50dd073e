export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** With query, from the first slash. */
  readonly path: string;
}

const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, redis: 6379, mongodb: 27017, postgres: 5432 };

/** Reads a URL; without a scheme it is http, as curl and wget take it. Undefined when it is none. */
export function parseUrl(text: string): Url | undefined {
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?(?:[^/@?#]*@)?(\[[^\]]+\]|[^/:?#]+)(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/.exec(text);
  if (match === null) return undefined;
  const scheme = (match[1] ?? "http").toLowerCase();
  const port = match[3] === undefined ? (defaultPorts[scheme] ?? 80) : Number(match[3]);
  if (port > 65535) return undefined;
  const path = match[4] ?? "/";
  return { scheme, host: match[2]!, port, path: path.startsWith("/") ? path : `/${path}` };
}
