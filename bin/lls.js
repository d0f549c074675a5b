#!/usr/bin/env node
const { join } = require("node:path");
const { load } = require("./load");

load(join(__dirname, "..", "cli", "run.ts"));
