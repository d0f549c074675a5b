// Where Pulumi enters the pack. Pulumi would type-check index.ts at every load, which costs seconds.
const { join } = require("node:path");
const { load } = require("../bin/load");

module.exports = load(join(__dirname, "index.ts"));
