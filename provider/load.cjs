// Where Pulumi enters. A release has dist, one file; a checkout runs the sources, so that a stale dist is never used.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const tools = join(__dirname, "..", "node_modules", "esbuild");
const compiled = join(__dirname, "dist", "index.js");

if (existsSync(tools)) module.exports = require("../bin/load").load(join(__dirname, "index.ts"));
else if (existsSync(compiled)) module.exports = require(compiled);
else {
  throw new Error(
    "This commit of nvcf-lls has no compiled provider. Name a release, …/provider@vX.Y.Z; or run `npm ci` in a checkout, and add the package by its path.",
  );
}
