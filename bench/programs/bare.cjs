// The least a program can do: registers given resources through the SDK mocks, and prints nothing.
// Arguments: a JSON file with resources as `lls plan --format json` prints them, and how many times to register them.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const { classes } = require("./classes.cjs");
const { leaveFigures } = require("./figures.cjs");

const [file, copies = "1"] = process.argv.slice(2);
const resources = JSON.parse(readFileSync(file, "utf8")).filter(({ type }) => type !== "pulumi:pulumi:Stack");

async function main() {
  const mocks = {
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: ({ inputs }) => inputs,
  };
  await pulumi.runtime.setMocks(mocks, "bare", "bench");
  await pulumi.runtime.runInPulumiStack(async () => {
    for (let copy = 0; copy < Number(copies); copy++) register(copy);
  });
  await pulumi.runtime.disconnect(); // waits for the registrations
}

function register(copy) {
  const made = new Map();
  for (const { urn, type, name, parent, custom, inputs } of resources) {
    const unique = copy === 0 ? name : `${name}-${copy}`;
    const options = { parent: made.get(parent) };
    const resource = custom
      ? new classes[type](unique, inputs, options)
      : new pulumi.ComponentResource(type, unique, inputs, options);
    made.set(urn, resource);
  }
}

void main().then(leaveFigures);
