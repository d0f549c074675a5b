import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import inferred from "../../provider/schema.json";
import { yamlProblems, type YamlProgram } from "./yaml-check";

const folder = join(__dirname, "..", "..", "examples", "eks-yaml");
const text = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
const schema = inferred as unknown as PackageSpec;

const problemsOf = (program: string): string[] => yamlProblems(parse(program) as YamlProgram, schema, folder);

describe("examples/eks-yaml", () => {
  it("fits the schema", () => {
    expect(text).toContain("type: nvcf-lls:EksLls");
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ["nvcf-lls:EksLls", "nvcf-lls:EksLsl", "lls: there is no nvcf-lls:EksLsl"],
    ["imageRegistry:", "registry:", "lls.imageRegistry is missing"],
    ["imageRegistry:", "registry:", "lls.registry is no property"],
    ["cluster: nvcf-dev", "cluster: [nvcf-dev]", "lls.cluster is no string"],
    ["cluster: nvcf-dev", "cluster: nvcf-dev\n      port: '5004'", "lls.port is no integer"],
    ["- securityGroupId:", "- groupId:", "lls.proxyNodes[0].securityGroupId is missing"],
    ["kind: autoScalingGroups", "kind: asg", "lls.targets.kind is no nvcf-lls:index:EksTargetsKind"],
    ["../../facts/dev.json", "../facts/dev.json", "lls.facts: there is no such file"],
    ["${vpcId}", "${vpc}", "lls.vpcId: there is no vpc"],
    ["vpcId:\n    type: string", "vpcId:\n    type: integer", "lls.vpcId: vpcId is no string"],
    ["- ${kubernetes}", "- ${kubeconfig}", "lls.providers: ${kubeconfig} is no provider"],
    ["${lls.endpointPort}", "${lls.port}", "outputs: lls has no port"],
  ])("would not with %j as %j", (good, bad, problem) => {
    expect(text).toContain(good);
    expect(problemsOf(text.replace(good, () => bad))).toContain(problem);
  });
});
