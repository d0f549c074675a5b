import { Provider as AwsProvider } from "@pulumi/aws/provider";
import type { EksStackConfig } from "./config";
import type { TokenCommand } from "./kubernetes-provider";

/** The AWS provider of an installation: the region of its zone, the profile and roles of `aws:profile` and `aws:assumeRoles`. */
export function awsProvider(config: EksStackConfig): AwsProvider {
  return new AwsProvider("aws", {
    region: config.region,
    profile: config.aws.profile,
    assumeRoles: config.aws.assumeRoles,
  });
}

/** `aws eks get-token`, as the profile and the last role of the stack. */
export function eksToken({ cluster, region, aws }: EksStackConfig): TokenCommand {
  const profile = aws.profile ? ["--profile", aws.profile] : [];
  const role = aws.assumeRoles?.at(-1)?.roleArn;
  return {
    command: "aws",
    args: [
      ...["eks", "get-token", "--cluster-name", cluster, "--region", region, "--output", "json"],
      ...profile,
      ...(role ? ["--role-arn", role] : []),
    ],
  };
}
