import { configKeyFault } from "./config-key.ts";
import type { CommandContext } from "../command.ts";
import type { Flag } from "../flag.ts";
import { KubectlError } from "../kubectl-error.ts";

/** Flags that say what a ConfigMap or Secret holds. */
export const dataFlags: readonly Flag[] = [
  { name: "from-literal", type: "strings", help: "A key and its value, such as mykey=somevalue; can be repeated." },
  { name: "from-file", type: "strings", help: "A file whose content becomes a value, under its name or as KEY=FILE; can be repeated. A folder stands for its files." },
  { name: "from-env-file", type: "strings", help: "A file with lines of KEY=VALUE." },
];

/** What --from-literal, --from-file and --from-env-file give, in their order of precedence. */
export function readData(context: CommandContext, owner: string): Readonly<Record<string, string>> {
  const { arguments: given } = context;
  if (given.given("from-env-file") && (given.given("from-file") || given.given("from-literal"))) throw new KubectlError("from-env-file cannot be combined with from-file or from-literal");
  const data: Record<string, string> = {};
  const add = (key: string, value: string) => {
    const fault = configKeyFault(key);
    if (fault !== undefined) throw new KubectlError(`${JSON.stringify(key)} is not valid key name for a ${owner.split(" ")[0]} ${fault}`);
    if (Object.hasOwn(data, key)) throw new KubectlError(`cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ${owner}`);
    data[key] = value;
  };
  for (const path of given.list("from-file")) for (const [key, value] of fromFile(context, path)) add(key, value);
  for (const literal of given.values("from-literal")) add(...fromLiteral(literal));
  for (const path of given.list("from-env-file")) for (const [key, value] of fromEnvironmentFile(context, path)) add(key, value);
  return data;
}

type Entry = readonly [key: string, value: string];

function fromLiteral(literal: string): Entry {
  const equals = literal.indexOf("=");
  if (equals < 0) throw new KubectlError(`invalid literal source ${literal}, expected key=value`);
  const value = literal.slice(equals + 1);
  return [literal.slice(0, equals), /^(".*"|'.*')$/s.test(value) ? value.slice(1, -1) : value];
}

function fromFile({ environment }: CommandContext, source: string): readonly Entry[] {
  const [first = "", second, ...rest] = source.split("=");
  if (rest.length > 0) throw new KubectlError("key names or file paths cannot contain '='");
  const path = second ?? first;
  if (first === "" && second !== undefined) throw new KubectlError(`key name for file path ${path} missing`);
  if (second === "") throw new KubectlError(`file path for key name ${first} missing`);
  const text = environment.readFile(path);
  if (text !== undefined) return [[second === undefined ? baseName(path) : first, text]];
  const prefix = `${path.replace(/^\.\//, "").replace(/\/$/, "")}/`;
  const inside = environment.listFiles().filter((file) => file.startsWith(prefix) && !file.slice(prefix.length).includes("/"));
  if (inside.length === 0) throw new KubectlError(`error reading ${path}: no such file or directory`);
  if (second !== undefined) throw new KubectlError("cannot give a key name for a directory path");
  return inside.toSorted().map((file) => [baseName(file), environment.readFile(file) ?? ""]);
}

const baseName = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function fromEnvironmentFile({ environment }: CommandContext, path: string): readonly Entry[] {
  const text = environment.readFile(path);
  if (text === undefined) throw new KubectlError(`error reading ${path}: no such file or directory`);
  return text.split("\n").flatMap((line): readonly Entry[] => {
    const trimmed = line.trimStart();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const equals = trimmed.indexOf("=");
    // Without a value the name is taken from the environment, which is empty here.
    return equals < 0 ? [] : [[trimmed.slice(0, equals), trimmed.slice(equals + 1).replace(/\r$/, "")]];
  });
}
