import { cruise, type ICruiseResult, type IRegularForbiddenRuleType as Rule } from "dependency-cruiser";
import { expect, test } from "vitest";

/**
 * Who may import whom. Read top-down: a folder only names folders written above it, so the graph
 * is acyclic by construction. A folder that is missing here fails the check.
 */
const cluster = {
  base: [],
  sim: ["base"],
  apimachinery: ["base"],
  api: ["base", "apimachinery"],
  protocol: ["base", "apimachinery", "api"],

  etcd: ["base", "sim"],
  apiserver: ["base", "sim", "apimachinery", "api", "etcd"],
  client: ["base", "sim", "apimachinery", "api"],

  controllers: ["base", "sim", "apimachinery", "api", "client"],
  scheduler: ["base", "sim", "apimachinery", "api", "client"],
  kubectl: ["base", "sim", "apimachinery", "api", "client"],

  network: ["base", "sim"],
  cni: ["base", "sim", "network"],
  cloud: ["base", "sim", "network", "apimachinery", "api", "client"],
  "kube-proxy": ["base", "sim", "apimachinery", "api", "client", "network"],
  coredns: ["base", "sim", "apimachinery", "api", "client", "network"],

  cri: ["base", "sim", "network", "cni"],
  images: ["base", "cri"],
  kubelet: ["base", "sim", "apimachinery", "api", "client", "network", "cri"],

  cluster: "everything",
  host: "everything",
  testing: "everything",
  simulation: "everything",
} as const;

const page = {
  lib: [],
  components: ["lib"],
  cluster: ["lib"],
  features: ["cluster", "components", "lib"],
  app: "everything",
  testing: "everything",
} as const;

/** Neighbours inside these folders never import each other, only the shared folder named here; the list names them all. */
const islands = [
  { folder: "workers/controllers", shared: "framework" },
  { folder: "workers/scheduler/plugins" },
  { folder: "workers/images", list: "images.ts" },
  { folder: "workers/kubectl/commands", list: "commands.ts" },
  { folder: "src/features" },
];

/** Imports test code in development builds only; the bundler drops that branch from what is shipped. */
const developmentOnly = ["^src/app/choose-connect\\.ts$"];
const tests = "\\.test\\.tsx?$";
const forbid = (name: string, from: Rule["from"], to: Rule["to"]): Rule =>
  ({ name, severity: "error", from, to });

const rows = (root: string, table: Record<string, readonly string[] | "everything">) => [
  forbid(`${root}: every folder has a row`, { path: `^${root}/(?!(${Object.keys(table).join("|")})/)[^/]+/` }, {}),
  ...Object.entries(table).flatMap(([folder, allowed]) =>
    allowed === "everything"
      ? []
      : [
          forbid(
            `${root}/${folder} imports only: ${allowed.join(", ") || "itself"}`,
            { path: `^${root}/${folder}/`, pathNot: tests },
            { path: `^${root}/`, pathNot: `^${root}/(${[folder, ...allowed].join("|")})/` },
          ),
        ],
  ),
];

const island = ({ folder, shared = "-", list = "-" }: { folder: string; shared?: string; list?: string }) => [
  forbid(
    `${folder}: neighbours do not know each other`,
    { path: `^${folder}/([^/]+?)(?:\\.test)?(?:\\.tsx?$|/)`, pathNot: [`^${folder}/${shared}/`, `^${folder}/${list}$`] },
    { path: `^${folder}/`, pathNot: [`^${folder}/$1(?:\\.tsx?$|/)`, `^${folder}/${shared}/`] },
  ),
  forbid(`${folder}/${shared} stays generic`, { path: `^${folder}/${shared}/` }, { path: `^${folder}/(?!${shared}/)` }),
];

const forbidden = [
  ...rows("workers", cluster),
  ...rows("src", page),
  ...islands.flatMap(island),
  forbid("the scheduler framework does not know its plugins", { path: "^workers/scheduler/framework/" }, { path: "^workers/scheduler/plugins/" }),
  forbid("the page sees the protocol and kinds, nothing else", { path: "^src/" }, { path: "^workers/", pathNot: "^workers/(protocol|api|apimachinery)/" }),
  forbid("the page bundles no cluster code", { path: "^src/" }, { path: "^workers/", dependencyTypesNot: ["type-only"] }),
  forbid("the cluster does not know the page", { path: "^workers/" }, { path: "^src/" }),
  forbid("only the two ends of the bridge know comlink", { pathNot: "^(src/cluster/connect\\.ts|workers/cluster\\.worker\\.ts)$" }, { path: "node_modules/comlink/" }),
  forbid("production code knows no test code", { pathNot: [tests, "^workers/(testing|simulation)/", "^src/testing/", ...developmentOnly] }, { path: "^(workers/(testing|simulation)|src/testing)/" }),
  forbid("only those who build a whole cluster know how it is put together", { pathNot: [tests, "^workers/(cluster|host|testing|simulation)/", "^workers/cluster\\.worker\\.ts$"] }, { path: "^workers/cluster/" }),
  forbid("no cycles", {}, { circular: true }),
  forbid("no unresolvable imports", {}, { couldNotResolve: true }),
];

async function violations() {
  const { output } = await cruise(["src", "workers"], {
    ruleSet: { forbidden },
    validate: true,
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".d.ts", ".js"], exportsFields: ["exports"], conditionNames: ["import", "default", "types"] },
  });
  return (output as ICruiseResult).summary;
}

test("every import follows the architecture", async () => {
  const summary = await violations();
  expect(summary.violations.map(({ rule, from, to }) => `${from} -> ${to}: ${rule.name}`)).toEqual([]);
  // A toolchain that cannot read TypeScript reports zero violations in zero modules.
  expect(summary.totalCruised).toBeGreaterThan(20);
});
