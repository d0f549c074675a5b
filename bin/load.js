// The published package has only dist. In a checkout, which alone has a lock file, the sources run as they are, bundled in
// memory: a stale dist is never used, and loading one file costs a third of transforming every file by itself.
const { existsSync } = require("node:fs");
const Module = require("node:module");
const { join, relative } = require("node:path");

const root = join(__dirname, "..");

/** Loads an entry of the project, given as the path of its source. */
exports.load = function load(entry) {
  if (existsSync(join(root, "package-lock.json"))) return loadSource(entry);
  return require(join(root, "dist", relative(root, entry).replace(/\.ts$/, ".js")));
};

function loadSource(entry) {
  const { buildSync } = require("esbuild");
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
  bundle.filename = entry;
  bundle.paths = Module._nodeModulePaths(root);
  bundle._compile(outputFiles[0].text, entry);
  return bundle.exports;
}
