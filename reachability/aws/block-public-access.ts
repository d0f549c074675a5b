import { judgeAllAlike, type Judgement } from "../judgement";
import type { AwsNetwork, BlockPublicAccessExclusion } from "./network";
import { boxOf, type Packets } from "./packets";

// Reachability Analyzer, https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html.
const code = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED";

/**
 * VPC Block Public Access for packets that enter from the internet. Both blocking modes stop them; only an exclusion of the VPC or the subnet
 * in mode `allow-bidirectional` lets them in. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export function judgeBlockPublicAccess(packets: Packets, network: AwsNetwork | undefined): Judgement {
  const name = "VPC Block Public Access";
  const say = (verdict: "open" | "closed" | "unknown", rule: string | null, reason: string): Judgement =>
    judgeAllAlike(boxOf(packets), packets.protocol, verdict, {
      name,
      rule,
      code: verdict === "closed" ? code : null,
      reason,
    });

  const settings = network?.blockPublicAccess;
  if (!network || !settings) return say("unknown", null, "VPC Block Public Access was not read");
  const { mode } = settings;
  if (mode === "off") return say("open", null, "VPC Block Public Access is off");
  const excluded = publicAccessExclusion(network, packets.to.subnetId);
  if (excluded)
    return say("open", excluded.resourceId, `${excluded.resourceId} is excluded from VPC Block Public Access`);
  if (mode === undefined) return say("unknown", null, "VPC Block Public Access was not read");
  if (!["block-bidirectional", "block-ingress"].includes(mode)) {
    return say("unknown", mode, `the mode ${mode} of VPC Block Public Access is not known here`);
  }
  const reason = `VPC Block Public Access is in mode ${mode}, and neither ${network.vpcId} nor ${packets.to.subnetId} is excluded for both directions`;
  return say("closed", mode, reason);
}

/**
 * The exclusion that lets packets from the internet into a subnet whatever the mode is, one that was not read among them: it can be made while nothing is
 * blocked (EC2 API, VpcBlockPublicAccessExclusion).
 */
export function publicAccessExclusion(
  { vpcId, blockPublicAccess }: AwsNetwork,
  subnetId: string | undefined,
): BlockPublicAccessExclusion | undefined {
  return blockPublicAccess?.exclusions.find(
    ({ resourceId, mode }) => mode === "allow-bidirectional" && (resourceId === vpcId || resourceId === subnetId),
  );
}
