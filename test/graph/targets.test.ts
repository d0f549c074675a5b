import { describe, expect, it } from "vitest";
import type { GraphResource } from "../../graph/resource-graph";
import { StackIndex } from "../../graph/stack-index";
import { registeredBy } from "../../graph/targets";
import { unknownValue } from "../../graph/unknown";

const resource = (type: string, name: string, more: Partial<GraphResource>): GraphResource => ({
  ...{ urn: `urn:${name}`, type, name, custom: true, inputs: {}, outputs: {} },
  ...{ dependencies: [], propertyDependencies: {}, options: {} },
  ...more,
});

const managed = resource("aws:eks/nodeGroup:NodeGroup", "managed", {
  id: "nvcf:managed",
  outputs: { resources: [{ autoscalingGroups: [{ name: "eks-managed-1" }] }] },
});
const selfManaged = resource("aws:autoscaling/group:Group", "self-managed", {
  ...{ id: "self-managed-1", outputs: { name: "self-managed-1" } },
});
const coming = resource("aws:eks/nodeGroup:NodeGroup", "coming", { outputs: { resources: unknownValue } });

describe("an attachment registers", () => {
  it.each<[title: string, name: unknown, registered: GraphResource[]]>([
    ["a managed node group by the Auto Scaling group that EKS made for it", "eks-managed-1", [managed]],
    ["an Auto Scaling group by its name", "self-managed-1", [selfManaged]],
    ["before the name is known, the node group that it waits for", unknownValue, [coming]],
    ["nothing of the stack by another name", "eks-other-1", []],
    ["nothing without a name", undefined, []],
  ])("%s", (_title, autoscalingGroupName, registered) => {
    const attachment = resource("aws:autoscaling/attachment:Attachment", "attachment", {
      inputs: { autoscalingGroupName },
      propertyDependencies: { autoscalingGroupName: [coming.urn] },
    });
    const resources = [managed, selfManaged, coming, attachment];
    const stack = new StackIndex({ project: "streaming", stack: "dev", resources });
    expect(registeredBy(stack, attachment)).toEqual(registered);
  });
});
