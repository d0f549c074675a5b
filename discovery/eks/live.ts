import * as pulumi from "@pulumi/pulumi";
import { type AwsAssumedRole, type AwsConnection, ec2ReaderOf } from "../aws-clients";
import type { EksFacts } from "./facts";
import { readEksFacts } from "./read";
import type { EksDiscoveryRequest } from "./request";

/**
 * Reads the facts of the real cluster: ids through the given provider, the rest with the profile and roles of `aws:profile`
 * and `aws:assumeRoles`, from which the program's provider is made too.
 * @throws BadInput as `readEksFacts`
 */
export async function readLiveEksFacts(
  request: EksDiscoveryRequest,
  provider: () => pulumi.ProviderResource,
): Promise<EksFacts> {
  return readEksFacts(request, {
    invoke: { provider: provider() },
    ec2: ec2ReaderOf(configuredConnection(request.region)),
    warn: (message) => void pulumi.log.warn(message),
  });
}

function configuredConnection(region: string): AwsConnection {
  const config = new pulumi.Config("aws");
  return {
    region,
    profile: config.get("profile"),
    assumeRoles: config.getObject<AwsAssumedRole[]>("assumeRoles"),
  };
}
