import { contractVersion, type EksContract, type ContractInputs } from "../contract/contract";
import type { EksLls } from "./eks-lls";

/**
 * What other stacks read of an installation, with `fromStackReference`: give it as the outputs of a stack, or as one of them.
 * The program of nvcf-lls has it as its outputs.
 */
export function eksContract(lls: EksLls): ContractInputs<EksContract> {
  const { allocationId, elasticIpAddress } = lls;
  return {
    contract: contractVersion,
    cloud: "eks",
    cluster: lls.cluster,
    region: lls.region,
    availabilityZone: lls.availabilityZone,
    endpointHost: lls.endpointHost,
    endpointPort: lls.endpointPort,
    loadBalancerArn: lls.loadBalancerArn,
    loadBalancerDnsName: lls.loadBalancerDnsName,
    loadBalancerZoneId: lls.loadBalancerZoneId,
    securityGroupId: lls.securityGroupId,
    targetGroupArn: lls.targetGroupArn,
    listenerArn: lls.listenerArn,
    // Pulumi warns of outputs that are undefined.
    ...(allocationId && { allocationId }),
    ...(elasticIpAddress && { elasticIpAddress }),
    namespace: lls.namespace,
    releaseName: lls.releaseName,
    chartVersion: lls.chartVersion,
  };
}
