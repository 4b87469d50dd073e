#!/usr/bin/env node
// Makes a bare clone ready: packages, generated schema and, with --browser, Debian's Chromium. Plain JavaScript, because it runs before anything is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";

chdir(fileURLToPath(new URL("..", import.meta.url)));

const run = (command, ...args) => execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
const newer = (a, b) => !existsSync(b) || statSync(a).mtimeMs > statSync(b).mtimeMs;
const found = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;

if (newer("package-lock.json", "node_modules/.package-lock.json")) {
  console.log("Installing packages …");
  // Not `npm ci`: it refuses a lock in which a registry could not name the optional packages of other platforms.
  run("npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error");
}

const generated = "workers/api/generated/definitions.json";
const descriptions = "workers/api/generated/descriptions.json";
if (!existsSync(descriptions) || newer("package-lock.json", generated) || newer("tools/generate-schema.ts", generated) || readdirSync("tools/schema").some((file) => newer(`tools/schema/${file}`, generated))) {
  console.log("Generating the Kubernetes schema …");
  run("node_modules/.bin/tsx", "tools/generate-schema.ts");
}

if (process.argv.includes("--browser") && !process.env.CHROMIUM && !found("chromium")) {
  console.log("Installing Debian's Chromium for the browser tests …");
  const asRoot = process.getuid?.() === 0 ? "env" : "sudo";
  const apt = (...args) => run(asRoot, "apt-get", "-qq", "-y", ...args);
  apt("update");
  apt("install", "--no-install-recommends", "chromium", "fonts-dejavu-core");
}
