import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getCluster } from "@pulumi/aws/eks/getCluster";
import type { EksClusterFacts } from "./facts";
import { readGiven } from "./permissions";
import type { EksDiscoveryRequest } from "./request";
import type { EksSources } from "./sources";
import { subjectOf } from "./subject";

/** Account id of the provider's credentials. */
export async function readAccount(request: EksDiscoveryRequest, sources: EksSources): Promise<string> {
  const identity = await readGiven("getCallerIdentity", subjectOf(request), ["cluster"], () =>
    getCallerIdentity({}, sources.invoke),
  );
  return identity.accountId;
}

/** The cluster and the VPC it lives in. */
export async function readCluster(
  request: EksDiscoveryRequest,
  sources: EksSources,
): Promise<{ cluster: EksClusterFacts; vpcId: string }> {
  const found = await readGiven("getCluster", subjectOf(request), ["cluster"], () =>
    getCluster({ name: request.cluster }, sources.invoke),
  );
  const ipFamily = found.kubernetesNetworkConfigs[0]?.ipFamily;
  return {
    vpcId: found.vpcConfig.vpcId,
    cluster: {
      name: found.name,
      endpoint: found.endpoint,
      certificateAuthority: found.certificateAuthorities[0]?.data ?? "",
      version: found.version,
      clusterSecurityGroupId: found.vpcConfig.clusterSecurityGroupId,
      autoMode: found.computeConfigs.some(({ enabled }) => enabled),
      ...(ipFamily && { ipFamily }),
    },
  };
}
