import { expect, it } from "vitest";
import { concerning } from "../../graph/concerned-references";
import { linkGraph } from "../../graph/linked-graph";
import { llsInstallations } from "../../graph/lls-installations";
import { unknownValue as unknown } from "../../graph/unknown";
import { exampleGraph } from "../example-stack";
import { graphOf, type Short } from "./graph-of";

const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const group = (name: string): Short => ({ type: "aws:ec2/securityGroup:SecurityGroup", name });
const ambiguous = (name: string, property: string, more: Partial<Short> = {}): Short => ({
  ...{ type: rule, name, inputs: { [property]: unknown }, on: { [property]: ["a", "b"] } },
  ...more,
});
const nodes = "sg-0a000000000000001";

it("references concern an installation by the groups on its path, and by everything that is no rule", async () => {
  const dev = await exampleGraph("dev", { preview: true });
  const nlb = dev.resources.find(({ name }) => name === "lls-nlb")!.urn;
  const others = graphOf(
    group("a"),
    group("b"),
    ambiguous("rule of others", "securityGroupId"),
    ambiguous("rule of the nodes", "referencedSecurityGroupId", {
      inputs: { securityGroupId: nodes, referencedSecurityGroupId: unknown },
    }),
    ambiguous("rule that admits the nodes", "securityGroupId", {
      inputs: { securityGroupId: unknown, referencedSecurityGroupId: nodes },
    }),
    ambiguous("rule of the load balancer, perhaps", "securityGroupId", { on: { securityGroupId: ["a", nlb] } }),
    {
      ...{ type: "aws:ec2/launchTemplate:LaunchTemplate", name: "template", on: { vpcSecurityGroupIds: ["c", "d"] } },
      inputs: { vpcSecurityGroupIds: [unknown] },
    },
    group("c"),
    group("d"),
    ambiguous("rule of a group that nodes may have", "securityGroupId", { on: { securityGroupId: ["a", "d"] } }),
  );
  const linked = linkGraph({ ...dev, resources: [...dev.resources, ...others.resources] });
  const names = linked.ambiguous
    .filter(concerning(llsInstallations(linked.certain), linked))
    .map(({ urn }) => urn.split("::")[3]);
  expect(linked.ambiguous).toHaveLength(6);
  expect(names.sort()).toEqual([
    "rule of a group that nodes may have",
    "rule of the load balancer, perhaps",
    "rule of the nodes",
    "rule that admits the nodes",
    "template",
  ]);
});
