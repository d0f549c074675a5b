import { checkFactsMatch, parseEksFacts } from "../../discovery/eks/facts-file";
import type { EksFacts } from "../../discovery/eks/facts";
import { eksInstallations } from "../../graph/eks-installation";
import { judgeEks } from "../../reachability/aws/flows";
import { assumedEksCluster } from "../../simulator/assumed-eks-cluster";
import type { EksStackConfig } from "../../stacks/config";
import { eksDiscoveryRequest } from "../../stacks/eks";
import { factsNotices } from "../facts-notices";
import type { FactsSource } from "../report";
import { givenByStack } from "./given-by-stack";
import type { PlannedCluster, StackCloud } from "./stack-cloud";

/**
 * A stack on EKS.
 * @param owner `<project>/<stack>`
 */
export function eksStackCloud(config: EksStackConfig, owner: string): StackCloud {
  const planned = (facts: EksFacts, source: FactsSource | null): PlannedCluster => ({
    seed: { ...facts, ...givenByStack(config) },
    sources: { config: () => config, eksFacts: () => Promise.resolve(facts) },
    facts: source,
    notices: source ? factsNotices(config, facts) : [],
  });
  return {
    recorded(text, file) {
      const facts = parseEksFacts(text, file);
      checkFactsMatch(facts, eksDiscoveryRequest(config, owner), file);
      const { recordedAt, account, cluster } = facts;
      return planned(facts, { file, recordedAt, account, cluster: cluster.name });
    },
    assumed: () => planned({ formatVersion: 1, ...assumedCluster(config) }, null),
    judge: (graph) =>
      eksInstallations(graph).flatMap((installation) =>
        judgeEks(installation).map((flow) => ({ installation: installation.name, ...flow })),
      ),
    proxyPlace: ` in ${config.availabilityZone}`,
    // Its release 2.2 brought the node selector of a binding.
    prerequisites:
      config.eks.targets.kind === "targetGroupBinding"
        ? ["AWS Load Balancer Controller, version 2.2 or newer, installed in the cluster: it registers the targets."]
        : [],
    notices: [
      config.eks.addressing.kind === "elasticIp"
        ? "A change of zone, subnet or addressing replaces the load balancer: an outage of minutes, a new name, the same address."
        : "A change of zone, subnet or addressing replaces the load balancer: an outage of minutes, a new name and a new address.",
    ],
  };
}

function assumedCluster({ cluster, availabilityZone, region, eks }: EksStackConfig) {
  const { subnetId, proxyNodeSecurityGroupIds, workerNodeSecurityGroupIds } = eks;
  return assumedEksCluster({
    ...{ cluster, availabilityZone, region, subnetId },
    ...{ proxyNodeSecurityGroupIds, workerNodeSecurityGroupIds },
  });
}
