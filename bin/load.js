// The published package has only dist. In a checkout, which alone has a lock file, the sources run as they are, bundled in
// memory: a stale dist is never used, and loading one file costs a third of transforming every file by itself.
const { existsSync } = require("node:fs");
const Module = require("node:module");
const { join, relative } = require("node:path");

const root = join(__dirname, "..");
const isCheckout = existsSync(join(root, "package-lock.json"));

exports.isCheckout = isCheckout;

/** Loads an entry of the project, given as the path of its source. */
exports.load = function load(entry) {
  if (isCheckout) return loadSource(entry);
  return require(join(root, "dist", relative(root, entry).replace(/\.ts$/, ".js")));
};

function loadSource(entry) {
  const { buildSync } = bundler();
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

/** A development dependency: whoever installs the package has dist, and no use for it. */
function bundler() {
  try {
    return require("esbuild");
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    throw new Error(
      "esbuild, by which a checkout of nvcf-lls runs its sources, is not installed; run: npm ci --include=dev",
    );
  }
}
