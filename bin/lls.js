#!/usr/bin/env node
// In a checkout the sources run as they are, so that a stale dist is never used; the published package has only dist.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const checkout = existsSync(join(__dirname, "..", "package-lock.json"));
if (checkout) require("tsx/cjs");
const { main } = require(checkout ? "../cli/lls.ts" : "../dist/cli/lls.js");

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
