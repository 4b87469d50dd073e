import { expect, test } from "vitest";
import { parseArguments } from "./arguments.ts";
import type { Flag } from "./flag.ts";

const flags: readonly Flag[] = [
  { name: "namespace", short: "n", type: "string", help: "" },
  { name: "watch", short: "w", type: "boolean", help: "" },
  { name: "stdin", short: "i", type: "boolean", help: "" },
  { name: "tty", short: "t", type: "boolean", help: "" },
  { name: "replicas", type: "integer", default: "1", help: "" },
  { name: "filename", short: "f", type: "strings", help: "" },
  { name: "timeout", type: "duration", default: "30s", help: "" },
  { name: "dry-run", type: "string", default: "none", alone: "unchanged", help: "" },
];

test.each([
  [["get", "pods"], { positionals: ["get", "pods"] }],
  [["-n", "web", "pods"], { positionals: ["pods"], namespace: "web" }],
  [["-nweb"], { namespace: "web" }],
  [["-n=web"], { namespace: "web" }],
  [["--namespace=web", "--namespace", "other"], { namespace: "other" }],
  [["--namespace="], { namespace: "" }],
  [["-w"], { watch: true }],
  [["--watch=false"], { watch: false }],
  [["-it"], { stdin: true, tty: true }],
  [["-itn", "web"], { stdin: true, tty: true, namespace: "web" }],
  [["--replicas=3"], { replicas: 3 }],
  [["--replicas", "-1"], { replicas: -1 }],
  [["-f", "a,b", "-f", "c"], { files: ["a", "b", "c"], values: ["a,b", "c"] }],
  [["--timeout=1m30s"], { timeout: 90_000 }],
  [["--dry-run", "pods"], { dryRun: "unchanged", positionals: ["pods"] }],
  [["--dry-run=client"], { dryRun: "client" }],
  [["-f", "-"], { files: ["-"] }],
  [["-", "x"], { positionals: ["-", "x"] }],
  [["web", "--", "sh", "-c", "ls"], { positionals: ["web"], after: ["sh", "-c", "ls"] }],
  [["--"], { after: [] }],
] as const)("%j", (words, expected) => {
  const given = parseArguments(words, flags);
  const read = {
    positionals: given.positionals,
    after: given.afterDashes,
    namespace: given.text("namespace"),
    watch: given.flag("watch"),
    stdin: given.flag("stdin"),
    tty: given.flag("tty"),
    replicas: given.number("replicas"),
    files: given.list("filename"),
    values: given.values("filename"),
    timeout: given.duration("timeout"),
    dryRun: given.text("dry-run"),
  };
  const defaults = { positionals: [], after: undefined, namespace: "", watch: false, stdin: false, tty: false, replicas: 1, files: [], timeout: 30_000, dryRun: "none" };
  expect(read).toEqual({ ...defaults, values: (expected as { files?: readonly string[] }).files ?? [], ...expected });
});

test.each([
  [["--foo"], "unknown flag: --foo"],
  [["--foo=bar"], "unknown flag: --foo"],
  [["-x"], "unknown shorthand flag: 'x' in -x"],
  [["-wx"], "unknown shorthand flag: 'x' in -wx"],
  [["--namespace"], "flag needs an argument: --namespace"],
  [["-n"], "flag needs an argument: 'n' in -n"],
  [["---x"], "bad flag syntax: ---x"],
  [["--=x"], "bad flag syntax: --=x"],
  [["--replicas=x"], 'invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  [["--watch=x"], 'invalid argument "x" for "-w, --watch" flag: strconv.ParseBool: parsing "x": invalid syntax'],
  [["--timeout=5"], 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
])("%j is refused", (words, message) => {
  expect(() => parseArguments(words, flags)).toThrow(message);
});
