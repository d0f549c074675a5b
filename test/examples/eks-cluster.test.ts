import { beforeAll, describe, expect, it } from "vitest";
import type { GraphResource } from "../../graph/resource-graph";
import type { SimulatedResult } from "../../simulator/run";

import { runProgram } from "./example-program";
import { eksCluster } from "./programs";

describe("examples/eks-cluster", () => {
  let up: SimulatedResult;
  beforeAll(async () => {
    up = await runProgram(eksCluster);
  });

  const ofType = (type: string): GraphResource[] => up.graph.resources.filter((each) => each.type.includes(type));
  const named = (name: string, type: string): GraphResource => ofType(type).find((each) => each.name === name)!;

  it("makes everything with the providers that it names", () => {
    const providers = ["aws", "kubernetes", "cluster-eks-k8s"].map((name) => named(name, "pulumi:providers").urn);
    for (const { urn, type, custom, provider } of up.graph.resources) {
      if (!custom || type.startsWith("pulumi:")) continue;
      expect(providers, urn).toContain(provider?.slice(0, provider.lastIndexOf("::")));
    }
  });

  it("has labelled pools in the zone of the load balancer", () => {
    const pools = ofType("aws:eks/nodeGroup").map(({ name, inputs }) => [name, inputs.labels, inputs.subnetIds]);
    const { id, inputs } = named("private", "ec2/subnet:Subnet");
    expect(inputs.availabilityZone).toBe(named("public", "ec2/subnet:Subnet").inputs.availabilityZone);
    expect(pools).toEqual([
      ["compute", { "node-type": "compute" }, [id]],
      ["gpu", { "nvcf.nvidia.com/workload": "gpu" }, [id]],
    ]);
  });

  it("opens the security group that EKS made, and attaches the Auto Scaling group that it made", () => {
    const { clusterSecurityGroupId } = named("cluster-eksCluster", "eks/cluster").outputs.vpcConfig as {
      clusterSecurityGroupId: string;
    };
    const opened = ofType("SecurityGroupIngressRule").map(({ inputs }) => inputs.securityGroupId);
    expect(new Set(opened)).toEqual(new Set([clusterSecurityGroupId, named("lls-nlb", "SecurityGroup").id]));
    const [attachment, ...others] = ofType("autoscaling/attachment");
    expect(others).toEqual([]);
    expect(named("compute", "nodeGroup").outputs.resources).toMatchObject([
      { autoscalingGroups: [{ name: attachment!.inputs.autoscalingGroupName }] },
    ]);
  });
});
