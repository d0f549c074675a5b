import type { z as types } from "zod";
import type { Zod } from "../zod";
import { contractVersion, type AksContract, type Contracts, type EksContract } from "./contract";

/** Schemas of the contracts, by cloud. The compiler keeps them in step with the types; keys that they do not name may come. */
export type ContractSchemas = { [Cloud in keyof Contracts]: SchemaOf<Contracts[Cloud]> };
type SchemaOf<Contract> = types.ZodObject<{ [Key in keyof Contract]-?: types.ZodType<Contract[Key]> }>;

/** Builds the schemas. */
export function contractSchemas(z: Zod): ContractSchemas {
  const text = z.string().min(1);
  const installation = {
    contract: z.literal(contractVersion).describe("Version of the contract"),
    cluster: text.describe("Name of the cluster"),
    endpointHost: text.describe("Name or address that browsers are told"),
    endpointPort: z.int().min(1).max(65535).describe("UDP port that browsers are told"),
    namespace: text.describe("Namespace of the proxy"),
    releaseName: text.describe("Name of the Helm release"),
    chartVersion: text.describe("Version of the chart that is installed"),
  };
  const eks: SchemaOf<EksContract> = z.object({
    ...installation,
    cloud: z.literal("eks"),
    region: text.describe("Region of the cluster"),
    availabilityZone: text.describe("Zone of load balancer, proxy and GPU nodes"),
    loadBalancerArn: text.describe("ARN of the load balancer"),
    loadBalancerDnsName: text.describe("Name of the load balancer that AWS made"),
    loadBalancerZoneId: text.describe("Hosted zone id of that name, for an alias record in Route 53"),
    securityGroupId: text.describe("Id of the load balancer's security group"),
    targetGroupArn: text.describe("ARN of the media's target group"),
    listenerArn: text.describe("ARN of the media's listener"),
    allocationId: text.optional().describe("Allocation id of the Elastic IP; absent with dynamic addressing"),
    elasticIpAddress: text.optional().describe("The Elastic IP, if the installation allocated it"),
  });
  const aks: SchemaOf<AksContract> = z.object({
    ...installation,
    cloud: z.literal("aks"),
    location: text.describe("Azure location of the cluster"),
    availabilityZone: text.optional().describe("Zone 1-3 that the proxy is pinned to; absent where it is not"),
    publicIpId: text.optional().describe("Id of the load balancer's public IP; absent without a load balancer"),
    publicIpAddress: text.optional().describe("The public address, if the installation made it"),
    serviceName: text.optional().describe("Name of the load balancer's Service; absent without a load balancer"),
  });
  return { eks, aks };
}
