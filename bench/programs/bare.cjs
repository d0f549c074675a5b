// Registers given resources through the SDK mocks, and prints nothing.
// Arguments: a JSON file with resources as `lls plan --format json` prints them, and how many times to register them.
const pulumi = require("@pulumi/pulumi");
const { bareProgram } = require("./bare-program.cjs");
const { leaveFigures } = require("./figures.cjs");

const [file, copies = "1"] = process.argv.slice(2);

async function main() {
  const mocks = {
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: ({ inputs }) => inputs,
  };
  await pulumi.runtime.setMocks(mocks, "bare", "bench");
  await pulumi.runtime.runInPulumiStack(bareProgram(file, Number(copies)));
  await pulumi.runtime.disconnect(); // waits for the registrations
}

void main().then(leaveFigures);
