import { defineConfig } from "vitest/config";

const common = { pool: "forks", testTimeout: 30_000, hookTimeout: 30_000 } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/engine/**"] } },
      {
        test: {
          ...common,
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          globalSetup: ["test/engine/pulumi-cli-setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
