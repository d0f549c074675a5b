// What a team's tests find out about its program: an assertion that nothing awaits, and a cluster that is discovered.
import { Provider as AwsProvider } from "@pulumi/aws/provider.js";
import { discoverEks } from "nvcf-lls/eks";
import { testStack } from "nvcf-lls/testing";
import { cluster, install } from "./installation.js";

async function main(): Promise<void> {
  const unawaited = await testStack(
    () => {
      install().endpointHost.apply((host) => {
        throw new Error(`not ${host.slice(0, 4)}`);
      });
    },
    { cloud: cluster },
  ).catch((error: Error) => error.message);
  const { outputs } = await testStack(
    async () => {
      const aws = new AwsProvider("aws", { region: "us-west-2" });
      const place = { cluster: "prod", availabilityZone: "us-west-2a" };
      return { vpcId: (await discoverEks(place, { provider: aws })).selection.vpcId };
    },
    { cloud: cluster },
  );
  console.log(JSON.stringify({ unawaited, discovered: outputs.vpcId }));
}

void main();
