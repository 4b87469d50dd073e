import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["workers/**/*.test.ts", "src/**/*.test.{ts,tsx}", "tools/**/*.test.ts"],
    setupFiles: ["./vitest.setup.ts"],
    environment: "node",
    testTimeout: 120_000,
    pool: "threads",
    maxWorkers: 2,
  },
});
