import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A static site that works from any folder: the full page and the embed. */
export default defineConfig({
  base: "./",
  plugins: [react()],
  resolve: {
    // monaco-worker-manager imports deep paths that Monaco's exports map no longer resolves.
    alias: [{ find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: `${at("./node_modules/monaco-editor/esm/vs/")}$1` }],
  },
  worker: { format: "es" },
  optimizeDeps: {
    // Found only once the editor opens, they would reload the page in mid-session.
    include: [
      "monaco-yaml",
      "monaco-yaml/yaml.worker.js",
      "monaco-editor/editor",
      "monaco-editor/features/register.all",
      "monaco-editor/languages/definitions/yaml/register",
      "comlink",
      "ipaddr.js",
      "yaml",
      "cytoscape",
      "@xterm/xterm",
      "@xterm/addon-fit",
      "@xterm/addon-web-links",
    ],
  },
  build: {
    target: "es2023",
    // Two entries share one set of chunks; Monaco alone is larger than Vite's default warning.
    chunkSizeWarningLimit: 4_000,
    rollupOptions: { input: { index: at("./index.html"), embed: at("./embed.html") } },
  },
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
});
