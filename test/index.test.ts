import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(__dirname, "..");

// As the language host does it: it requires the file that Pulumi.yaml names, and calls what that exports.
const host = `
  const run = require("./index.ts");
  const { RunError } = require("@pulumi/pulumi");
  run().catch((error) => console.log(JSON.stringify({ isRunError: error instanceof RunError, message: error.message })));`;

it("what Pulumi runs is one function, and bad input is told without a stack trace", () => {
  const output = execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", host], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      PULUMI_NODEJS_PROJECT: "nvcf-lls",
      PULUMI_NODEJS_STACK: "prod",
      PULUMI_CONFIG: JSON.stringify({ "nvcf-lls:cloud": "eks", "nvcf-lls:prot": "5004" }),
    },
  });
  expect(JSON.parse(output)).toMatchObject({ isRunError: true });
  for (const part of ["Stack prod", "cluster", "availabilityZone", "imageRegistry", "did you mean `port`?"]) {
    expect(output).toContain(part);
  }
});
