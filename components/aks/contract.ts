import { contractVersion, type AksContract, type ContractInputs } from "../contract/contract";
import type { AksLls } from "./aks-lls";

/**
 * What other stacks read of an installation, with `fromStackReference`: give it as the outputs of a stack, or as one of them.
 * The program of nvcf-lls has it as its outputs.
 */
export function aksContract(lls: AksLls): ContractInputs<AksContract> {
  const { availabilityZone, publicIpId, publicIpAddress, serviceName } = lls;
  return {
    contract: contractVersion,
    cloud: "aks",
    cluster: lls.cluster,
    location: lls.location,
    // Pulumi warns of outputs that are undefined.
    ...(availabilityZone && { availabilityZone }),
    endpointHost: lls.endpointHost,
    endpointPort: lls.endpointPort,
    ...(publicIpId && { publicIpId }),
    ...(publicIpAddress && { publicIpAddress }),
    ...(serviceName && { serviceName }),
    namespace: lls.namespace,
    releaseName: lls.releaseName,
    chartVersion: lls.chartVersion,
  };
}
