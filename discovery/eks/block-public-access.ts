import type { BlockPublicAccess } from "../../reachability/aws/network";
import { readFact } from "./permissions";
import type { EksSources } from "./sources";

/** States of an exclusion in which it lets traffic through. EC2 API reference, VpcBlockPublicAccessExclusion. */
const statesInForce = ["create-complete", "update-complete"];

/** VPC Block Public Access of the account in the provider's region; undefined if it may not be read. */
export async function readBlockPublicAccess(sources: EksSources): Promise<BlockPublicAccess | undefined> {
  const options = await readFact("describeVpcBlockPublicAccessOptions", sources, () =>
    sources.ec2.describeVpcBlockPublicAccessOptions(),
  );
  const mode = options?.InternetGatewayBlockMode;
  if (mode === undefined) return undefined;
  if (mode === "off") return { mode, exclusions: [] };
  const exclusions = await readFact("describeVpcBlockPublicAccessExclusions", sources, () =>
    sources.ec2.describeVpcBlockPublicAccessExclusions({ Filters: [{ Name: "state", Values: statesInForce }] }),
  );
  return (
    exclusions && {
      mode,
      exclusions: exclusions.map(({ ResourceArn, InternetGatewayExclusionMode }) => ({
        resourceId: ResourceArn?.split("/").at(-1) ?? "",
        mode: InternetGatewayExclusionMode ?? "",
      })),
    }
  );
}
