import { Provider as AwsProvider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { awsProviderName } from "../discovery/program-names";
import type { EksStackConfig } from "./config";
import type { TokenCommand } from "./kubernetes-provider";

/** The AWS provider of an installation: what the `aws:` keys say, and the region of its zone. */
export function awsProvider(config: EksStackConfig): AwsProvider {
  return new AwsProvider(awsProviderName, { ...config.awsProvider, region: config.region });
}

/** `aws eks get-token`, as the profile and the role of the stack, and as secret as those. */
export function eksToken({ cluster, region, awsProvider }: EksStackConfig): pulumi.Output<TokenCommand> {
  return pulumi.all([awsProvider.profile, awsProvider.assumeRoles]).apply(([profile, roles]) => {
    const role = roles?.[0]?.roleArn;
    return {
      command: "aws",
      args: [
        ...["eks", "get-token", "--cluster-name", cluster, "--region", region, "--output", "json"],
        ...(profile ? ["--profile", profile] : []),
        ...(role ? ["--role-arn", role] : []),
      ],
    };
  });
}
