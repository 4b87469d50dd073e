#!/usr/bin/env node
// Runs every check of the repository, and closes with one line that counts them all.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const results = mkdtempSync(join(tmpdir(), "kubarium-test-"));
const executables = {
  // TypeScript 7 checks; TypeScript 6 stands beside it for the tools that read its classic API.
  tsc: "node_modules/typescript-native/bin/tsc",
  oxlint: "node_modules/oxlint/bin/oxlint",
  vite: "node_modules/vite/bin/vite.js",
  vitest: "node_modules/vitest/vitest.mjs",
  playwright: "node_modules/@playwright/test/cli.js",
};
const json = (file) => JSON.parse(readFileSync(join(results, file), "utf8"));
const run = (command, args, env = {}) =>
  spawnSync(process.execPath, [executables[command], ...args], { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } }).status === 0;

/** Each check says how many things passed and failed; a check that could not run counts as one failure. */
const checks = [
  { name: "types of the cluster", check: () => counted(run("tsc", ["-p", "workers/tsconfig.json"])) },
  { name: "types of everything", check: () => counted(run("tsc", ["-p", "tsconfig.json"])) },
  { name: "lint", check: () => counted(run("oxlint", [])) },
  { name: "unit and architecture tests", check: unit },
  { name: "build", check: () => counted(run("vite", ["build", "--logLevel", "warn"])) },
  { name: "browser tests", check: browser },
];

function counted(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function unit() {
  const file = "unit.json";
  const ok = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(results, file)}`]);
  const { numPassedTests, numFailedTests, numFailedTestSuites } = json(file);
  return { passed: numPassedTests, failed: ok ? 0 : Math.max(1, numFailedTests, numFailedTestSuites) };
}

function browser() {
  const file = "browser.json";
  const ok = run("playwright", ["test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, file) });
  const { expected, unexpected, flaky } = json(file).stats;
  return { passed: expected, failed: ok ? 0 : Math.max(1, unexpected + flaky) };
}

const total = { passed: 0, failed: 0 };
for (const { name, check } of checks) {
  console.log(`\n=== ${name}`);
  let outcome;
  try {
    outcome = check();
  } catch (error) {
    console.error(`${name} could not be counted: ${String(error)}`);
    outcome = counted(false);
  }
  total.passed += outcome.passed;
  total.failed += outcome.failed;
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
