import { expect, it } from "vitest";
import type { GraphResource } from "../../graph/resource-graph";
import { deploymentTime } from "../../simulator/engine/deployment-time";

const resource = (name: string, type: string, more: Partial<GraphResource> = {}): GraphResource => ({
  ...{ urn: `urn:${name}`, type, name, custom: true, inputs: {}, outputs: {} },
  ...{ dependencies: [], propertyDependencies: {}, options: {} },
  ...more,
});

it("what is in a component waits for all that the component depends on", () => {
  const nodes = resource("nodes", "aws:eks/nodeGroup:NodeGroup");
  const component = resource("component", "team:index:Service", { custom: false, dependencies: [nodes.urn] });
  const release = resource("release", "kubernetes:helm.sh/v3:Release", { parent: component.urn });
  expect(deploymentTime({ project: "p", stack: "s", resources: [nodes, component, release] }).chain).toEqual([
    nodes,
    release,
  ]);
});
