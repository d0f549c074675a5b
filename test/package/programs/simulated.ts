// Runs the team's program in the simulated cloud, as its tests do, and a second one that reads its stack.
import * as pulumi from "@pulumi/pulumi";
import { BadInput, fromStackReference } from "nvcf-lls/eks";
import { testStack } from "nvcf-lls/testing";
import { cluster, program } from "./installation.js";

async function main(): Promise<void> {
  const { graph, installations, outputs, violations } = await testStack(program, { cloud: cluster });

  const read = (stack: Record<string, unknown>) =>
    testStack(
      () => {
        const installation = fromStackReference(new pulumi.StackReference("org/team/prod"), { cloud: "eks" });
        return { endpoint: pulumi.interpolate`${installation.endpointHost}:${installation.endpointPort}` };
      },
      { cloud: cluster, stackReferences: { "org/team/prod": { outputs: stack } } },
    );
  const { endpoint } = (await read(outputs)).outputs;
  const refusal = await read({ ...outputs, contract: 2 }).then(
    () => "none",
    (error: unknown) => (error instanceof BadInput ? error.message : `another error: ${String(error)}`),
  );
  const verdicts = installations.map(({ name, verdict, problems }) => ({ name, verdict, problems }));
  const types = graph.resources.map(({ type }) => type);
  console.log(JSON.stringify({ types, outputs, verdicts, violations, endpoint, refusal }));
}

void main();
