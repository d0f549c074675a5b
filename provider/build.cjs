// Compiles the provider into one file: a plugin is installed from git, where nothing is built, and with this package's dependencies only.
const { join } = require("node:path");
const { buildSync } = require("esbuild");

buildSync({
  entryPoints: [join(__dirname, "index.ts")],
  outfile: join(__dirname, "dist", "index.js"),
  bundle: true,
  platform: "node",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
