import { notAcceptable } from "../../apimachinery/status.ts";

/** In which shape objects are shown. */
export type Shape = "object" | "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList" | "APIGroupDiscoveryList";

/** What the client gets: a shape, and how it is written. */
export interface Accepted {
  readonly shape: Shape;
  readonly version: string;
  readonly yaml: boolean;
}

interface Clause {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly quality: number;
}

const plain: Accepted = Object.freeze({ shape: "object", version: "", yaml: false });
const mostCached = 1000;
const cache = new Map<string, readonly Clause[]>();

/** Chooses the first of the client's wishes that the server can fulfil; 406 when there is none. */
export function accept(header: string | undefined, shapes: (clause: { readonly as: string; readonly group: string; readonly version: string }) => Shape | undefined): Accepted {
  if (header === undefined || header === "" || header === "application/json" || header === "*/*") return plain;
  for (const { type, parameters } of clausesOf(header)) {
    const yaml = type === "application/yaml";
    if (!yaml && type !== "application/json" && type !== "*/*" && type !== "application/*") continue;
    const { as, g: group = "", v: version = "" } = parameters;
    if (as === undefined) return yaml ? { ...plain, yaml } : plain;
    const shape = shapes({ as, group, version });
    if (shape !== undefined) return { shape, version, yaml };
  }
  throw notAcceptable("only the following media types are accepted: application/json, application/yaml");
}

/** The clauses of an Accept header, most wanted first. */
function clausesOf(header: string): readonly Clause[] {
  let clauses = cache.get(header);
  if (clauses !== undefined) return clauses;
  if (cache.size >= mostCached) cache.clear();
  clauses = header.split(",").map(parseClause).sort((a, b) => b.quality - a.quality);
  cache.set(header, clauses);
  return clauses;
}

function parseClause(text: string): Clause {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  const parameters = Object.fromEntries(rest.map((part) => part.split("=", 2)).map(([key = "", value = ""]) => [key.trim(), value.trim()]));
  return { type: type.toLowerCase(), parameters, quality: parameters.q === undefined ? 1 : Number(parameters.q) };
}
