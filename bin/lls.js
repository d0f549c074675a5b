#!/usr/bin/env node
// The published package has only dist. In a checkout, which alone has a lock file, the sources run as they are, bundled in
// memory: a stale dist is never used, and loading one file costs a third of transforming every file by itself.
const { existsSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

const root = join(__dirname, "..");

if (existsSync(join(root, "package-lock.json"))) runSources();
else require("../dist/cli/run.js");

function runSources() {
  const { buildSync } = require("esbuild");
  const entry = join(root, "cli", "run.ts");
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  const bundle = new Module(entry, null);
  bundle.paths = Module._nodeModulePaths(root);
  bundle._compile(outputFiles[0].text, entry);
}
