// Preloaded into a program: leaves its CPU seconds, where BENCH_FIGURES says, when it is told to end. BENCH_IMPORTS: where it leaves which cloud SDKs
// the program itself asked for.
const Module = require("node:module");
const { writeFileSync } = require("node:fs");

const { BENCH_FIGURES, BENCH_IMPORTS } = process.env;
const imported = new Set();

if (BENCH_IMPORTS) {
  const load = Module._load;
  Module._load = function (request, parent, ...rest) {
    const isOwn = parent?.filename && !parent.filename.includes("node_modules");
    if (isOwn && /^@(pulumi|aws-sdk)\//.test(request)) imported.add(request);
    return load.call(this, request, parent, ...rest);
  };
}

process.on("SIGTERM", () => {
  const { user, system } = process.cpuUsage();
  if (BENCH_FIGURES) writeFileSync(BENCH_FIGURES, JSON.stringify({ cpuSeconds: (user + system) / 1e6 }));
  if (BENCH_IMPORTS) writeFileSync(BENCH_IMPORTS, JSON.stringify([...imported].sort()));
  process.exit(0);
});
