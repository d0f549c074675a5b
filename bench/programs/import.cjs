// Imports the modules that it is given, and prints the CPU seconds that this took, and which modules of SDKs they ask for themselves.
const Module = require("node:module");

const asked = new Set();
const load = Module._load;
Module._load = function (request, parent, ...rest) {
  const isOwn = parent?.filename && parent.filename !== __filename && !parent.filename.includes("node_modules");
  if (isOwn && /^@(pulumi|aws-sdk)\//.test(request)) asked.add(request);
  return load.call(this, request, parent, ...rest);
};

const before = process.cpuUsage();
for (const module of process.argv.slice(2)) require(module);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, asked: [...asked].sort() }));
