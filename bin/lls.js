#!/usr/bin/env node
const { join } = require("node:path");
const { peerDependencies } = require("../package.json");
const { isCheckout, load } = require("./load");

// The SDKs are optional for whoever imports a part of the package; the program uses them all, but for one that only programs of others use.
const used = Object.keys(peerDependencies).filter((name) => name !== "@pulumi/eks");
const missing = [...used, ...(isCheckout ? ["esbuild"] : [])].filter((name) => !isInstalled(name));

if (missing.length > 0) {
  const packages = missing.map((name) => `"${name}@${peerDependencies[name]}"`).join(" ");
  const install = isCheckout ? "npm ci --include=dev" : `npm install ${packages}`;
  const verb = missing.length === 1 ? "is" : "are";
  process.stderr.write(`lls: ${missing.join(", ")} ${verb} not installed; run: ${install}\n`);
  process.exitCode = 2;
} else load(join(__dirname, "..", "cli", "run.ts"));

function isInstalled(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
