import { expect, it } from "vitest";
import { judgeStack } from "../../../policy/judge-stack";
import { targetPoolInZone } from "../../../policy/rules/target-pool-in-zone";
import { aksStack } from "../../graph/aks-stack";
import { eksStack } from "../../graph/eks-stack";
import { violationsOf } from "../edited-stack";

const isNodes = /-nodes$|^targets$|^aks$/;

it.each([
  ["EKS", eksStack()],
  ["AKS", aksStack()],
])("on %s, nodes that another stack makes are not known, and not said to be missing", (_, graph) => {
  const others = graph.resources.filter(({ name }) => !isNodes.test(name));
  expect(others.length).toBeLessThan(graph.resources.length);
  const stack = judgeStack({ ...graph, resources: others });
  expect(stack.installations).toHaveLength(1);
  expect(stack.installations[0]!.found.installation.network).toBeDefined();
  expect(violationsOf(targetPoolInZone(), stack)).toEqual([]);
});
