// Registers many installations against the simulated cloud, without an engine.
// Arguments: the number of installations.
const { SimulatedCloud } = require("../../dist/simulator/cloud");
const { runSimulated } = require("../../dist/simulator/run");
const { leaveFigures } = require("./figures.cjs");
const { installations } = require("./many-installations.cjs");

const { cluster, program } = installations(Number(process.argv[2]));

void runSimulated({
  cloud: new SimulatedCloud(cluster),
  project: "bench",
  stack: "bench",
  config: {},
  secretKeys: [],
  program,
}).then(leaveFigures);
