// Runs the team's program in the simulated cloud, and a second one that reads its stack.
import * as pulumi from "@pulumi/pulumi";
import { BadInput, fromStackReference } from "nvcf-lls/eks";
import { judgeEks } from "nvcf-lls/reachability";
import { eksInstallations, runSimulated, SimulatedCloud } from "nvcf-lls/testing";
import { cluster, program } from "./installation.js";

async function main(): Promise<void> {
  const run = { project: "team", stack: "prod", config: {}, secretKeys: [] };
  const { graph, outputs } = await runSimulated({ ...run, cloud: new SimulatedCloud(cluster), program });
  const required = eksInstallations(graph)
    .flatMap(judgeEks)
    .filter(({ need }) => need === "required");

  const read = (stack: Record<string, unknown>) =>
    runSimulated({
      ...{ ...run, project: "functions", cloud: new SimulatedCloud(cluster) },
      stackReferences: { "org/team/prod": { outputs: stack } },
      program: async () => {
        const installation = fromStackReference(new pulumi.StackReference("org/team/prod"), { cloud: "eks" });
        return { endpoint: pulumi.interpolate`${installation.endpointHost}:${installation.endpointPort}` };
      },
    });
  const { endpoint } = (await read(outputs)).outputs;
  const refusal = await read({ ...outputs, contract: 2 }).then(
    () => "none",
    (error: unknown) => (error instanceof BadInput ? error.message : `another error: ${String(error)}`),
  );
  const flows = required.map(({ id, verdict }) => `${id} ${verdict}`);
  console.log(JSON.stringify({ types: graph.resources.map(({ type }) => type), outputs, flows, endpoint, refusal }));
}

void main();
