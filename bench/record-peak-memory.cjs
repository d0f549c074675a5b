// Loaded into every Node.js process of a measured command: leaves its peak memory (KiB) in the folder of the measurement.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

process.on("exit", () => {
  const folder = process.env.COST_FOLDER;
  if (folder) writeFileSync(join(folder, `${process.pid}.peak`), String(process.resourceUsage().maxRSS));
});
