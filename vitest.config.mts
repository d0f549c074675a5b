import { defineConfig } from "vitest/config";

const common = { pool: "forks", testTimeout: 30_000, hookTimeout: 30_000 } as const;

export default defineConfig({
  test: {
    // By default a core is left idle; the engine tests wait for the CLI half of their time.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/engine/**", "test/package/**"],
        },
      },
      {
        test: {
          ...common,
          name: "package",
          include: ["test/package/**/*.test.ts"],
          globalSetup: ["test/package/packed-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
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
