import type { ResourceGraph } from "../graph/resource-graph";
import { rootUrn } from "../policy/check-rule";
import { judgeStack } from "../policy/judge-stack";
import { configuredRules } from "../policy/settings";
import { violationsOf } from "../policy/violations";
import { exampleStack, generatedStack } from "./generated-stack";
import { growth } from "./growth";
import type { Ratio } from "./limits";

/** All rules with their defaults on a graph in memory. */
export async function benchPolicyRules(rounds: number): Promise<Ratio> {
  const example = await exampleStack("dev");
  return growth(
    {
      name: "policies of 30000 resources / of 3000",
      judge: (graph: ResourceGraph) =>
        violationsOf(judgeStack(graph), configuredRules(), rootUrn(graph.project, graph.stack)),
      small: generatedStack(example, 3_000),
      large: generatedStack(example, 30_000),
    },
    rounds,
  );
}
