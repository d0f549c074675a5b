import { isEcrRegistry } from "../../components/registry";
import { checkFactsMatch, parseEksFacts } from "../../discovery/eks/facts-file";
import type { EksFacts } from "../../discovery/eks/facts";
import { assumedEksCluster } from "../../simulator/assumed-eks-cluster";
import type { EksStackConfig } from "../../stacks/config";
import { eksDiscoveryRequest } from "../../stacks/eks";
import { pullPrerequisites } from "./pulling";
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
    known: (graph) => graph,
    proxyPlace: ` in ${config.availabilityZone}`,
    prerequisites: prerequisitesOf(config),
    notices: [
      config.eks.addressing.kind === "elasticIp"
        ? "A change of zone, subnet or addressing replaces the load balancer: an outage of minutes, a new name, the same address."
        : "A change of zone, subnet or addressing replaces the load balancer: an outage of minutes, a new name and a new address.",
      ...(config.eks.deletionProtection
        ? [
            "Deletion protection is on: once deployed with it, the preview of what replaces or destroys the load balancer is refused until eks.deletionProtection is set to false in an `up` of its own; a destroy with --skip-preview deletes the proxy before it stops.",
          ]
        : []),
    ],
  };
}

function prerequisitesOf(config: EksStackConfig): string[] {
  const { imageRegistry, eks } = config;
  const pull = `Policy AmazonEC2ContainerRegistryPullOnly, or one that includes it, on the role of the nodes: they pull from ${imageRegistry}.`;
  return [
    ...pullPrerequisites(config, isEcrRegistry(imageRegistry) ? pull : undefined),
    // Its release 2.2 brought the node selector of a binding.
    ...(eks.targets.kind === "targetGroupBinding"
      ? ["AWS Load Balancer Controller, version 2.2 or newer, installed in the cluster: it registers the targets."]
      : []),
  ];
}

function assumedCluster({ cluster, availabilityZone, region, eks }: EksStackConfig) {
  const { subnetId, proxyNodeSecurityGroupIds, workerNodeSecurityGroupIds } = eks;
  return assumedEksCluster({
    ...{ cluster, availabilityZone, region, subnetId },
    ...{ proxyNodeSecurityGroupIds, workerNodeSecurityGroupIds },
  });
}
