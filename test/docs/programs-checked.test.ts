import { describe, expect, it } from "vitest";
import { programs } from "./programs";
import { commandsOf } from "./shell";

describe("commands of a script", () => {
  it("are told apart, without comments, assignments and quotes", () => {
    const script =
      'A=1 K8S=2 aws ec2 x --query "a | b" | # why\n  helm y \\\n    --z; npm ci && npm test\nexport B="$(c)"\n';
    expect(commandsOf(script).map(({ words }) => words.join(" "))).toEqual([
      "aws ec2 x --query a | b",
      "helm y --z",
      "npm ci",
      "npm test",
    ]);
  });
});

describe("the checks find", () => {
  it.each([
    ["npm run missing", "package.json has no script missing"],
    ["npm start -- --asume", "lls plan has no --asume"],
    ["npm run simulate -- upp", "lls simulate does not take upp"],
    ["npx lls plna", "lls has no command plna"],
    ["npx lls adopt --loadbalancer a", "lls adopt has no --loadbalancer"],
    ["npx missing", "npx runs missing"],
    ["pulumi preview --expect-nothing", "pulumi preview has no --expect-nothing"],
    ["pulumi plan", "has no pulumi plan"],
    ["aws ec2 describe-groups", "there is no DescribeGroups in ec2"],
    ["aws elbv2 describe-target-health --target-arn a", "DescribeTargetHealth takes no --target-arn"],
    ["az group delete", "nobody has read of this command"],
    ["helm registry login --user a", "options that nobody has read of: --user"],
  ])("%s", async (script, problem) => {
    const [command] = commandsOf(script);
    expect(await programs[command!.words[0]!]!(command!)).toContain(problem);
  });
});
