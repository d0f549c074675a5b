import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, it } from "vitest";
import { project } from "./consumer";

// The same tests of a team's program, run by each test runner.

const { locked, jest } = inject("packed");
const vitest = join(__dirname, "..", "..", "node_modules", "vitest", "vitest.mjs");

const tests = `
const assert = require("node:assert/strict");
const { Eip } = require("@pulumi/aws/ec2");
const pulumi = require("@pulumi/pulumi");
const { assumedEksCluster, testStack } = require("nvcf-lls/testing");

const cloud = assumedEksCluster({ cluster: "prod", availabilityZone: "us-west-2a", region: "us-west-2" });
const failing = (name, program, message, options) =>
  test(name, () => assert.rejects(testStack(program, { cloud, ...options }), message));

test("runs take turns and give the same", async () => {
  const program = () => ({ ip: new Eip("eip").publicIp, key: new pulumi.Config().require("key") });
  const runs = await Promise.all(["a", "b"].map((key) => testStack(program, { cloud, config: { key } })));
  assert.deepEqual(runs.map(({ outputs }) => outputs.key), ["a", "b"]);
  assert.equal(runs[0].outputs.ip, runs[1].outputs.ip);
});
failing("in an apply", () => void new Eip("eip").id.apply(() => assert.fail("boom")), /^AssertionError.*: in an apply on id of eip .*: boom/s);
failing("in a promise", () => void Promise.reject(new Error("boom")), /nothing awaits.*: boom/);
failing("in a timer", () => new Promise(() => setTimeout(() => { throw new Error("boom"); }, 1)), /nothing awaits.*: boom/);
failing("end of the process", () => process.exit(3), /process\\.exit\\(3\\)/);
failing("never", () => new Promise(() => undefined), /the program itself/, { idleSeconds: 0.3 });
failing("of the cloud", () => new Eip("eip", {}, { import: "eipalloc-1" }), /Eip::eip/);
`;
const count = 7;

const required = (name: string): string => `const { test } = require("${name}");`;
const asModule = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

it.each<[string, string, string, (folder: string) => string[], RegExp]>([
  [
    "Node.js",
    "stack.test.js",
    required("node:test"),
    (folder) => ["--test", folder],
    new RegExp(`^# pass ${count}$`, "m"),
  ],
  [
    "Jest",
    "stack.test.js",
    "",
    (folder) => [jest, "--rootDir", folder, "--config", '{"transform":{}}', "--ci"],
    new RegExp(`^Tests: +${count} passed, ${count} total$`, "m"),
  ],
  [
    "Vitest",
    "stack.test.mjs",
    `${asModule} import { test } from "vitest";`,
    (folder) => [vitest, "run", "--root", folder, "--no-color"],
    new RegExp(`^ *Tests +${count} passed \\(${count}\\)$`, "m"),
  ],
])("the test runner of %s", async (_, file, head, args, passed) => {
  const folder = project(locked, "CommonJS", { files: [], more: { [file]: head + tests } });
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args(folder), {
    cwd: folder,
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
  }).catch((error: { stdout: string; stderr: string }) => error);
  expect(stdout + stderr).toMatch(passed);
});
