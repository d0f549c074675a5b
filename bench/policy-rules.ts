import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { rootUrn } from "../policy/check-rule";
import { judgeStack } from "../policy/judge-stack";
import { configuredRules } from "../policy/settings";
import { violationsOf } from "../policy/violations";
import type { ResourceGraph } from "../graph/resource-graph";
import { exampleStack, generatedStack } from "./generated-stack";
import type { Ratio } from "./limits";
import { median } from "./measure";

const sizes = [3_000, 30_000] as const;

// The benchmarks run without flags of Node.js.
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** All rules with their defaults on a graph in memory: ten times the resources may cost twelve times as much. */
export async function benchPolicyRules(rounds: number): Promise<Ratio[]> {
  const example = await exampleStack("dev");
  const graphs = sizes.map((size) => generatedStack(example, size));
  const times = graphs.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    graphs.forEach((graph, index) => {
      const repeats = index === 0 ? 10 : 1;
      const seconds = run(graph, repeats) / repeats;
      // The first round compiles.
      if (round > 0) times[index]!.push(seconds);
    });
  }
  const [base, value] = times.map(median) as [number, number];
  return [{ name: `policies of ${sizes[1]} resources / of ${sizes[0]}, CPU`, value, base, unit: "s", limit: 12 }];
}

/** Judges a stack with every rule so many times; answers the processor time, which other processes do not lengthen. */
function run(graph: ResourceGraph, times: number): number {
  collectGarbage(); // that of others is not ours to pay
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) {
    violationsOf(judgeStack(graph), configuredRules(), rootUrn(graph.project, graph.stack));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
