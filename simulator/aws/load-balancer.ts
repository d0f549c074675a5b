import { loadBalancerSubnetAddresses } from "../../components/lls";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type AdmissionRequest, type SimulatedType } from "../simulated-type";
import { allocationClaim, allocationUse } from "./elastic-ip";
import { existingSubnet, securityGroupKey } from "./existence";
import { publicAddressUse } from "./internet-gateway";
import { checkLoadBalancingTags, loadBalancingName, type NamedInputs } from "./names";
import { isInstalled } from "./same-stack";

interface LoadBalancerInputs extends NamedInputs {
  loadBalancerType?: string;
  internal?: boolean;
  subnets?: string[];
  subnetMappings?: { subnetId: string; allocationId?: string }[];
  securityGroups?: string[];
  enableDeletionProtection?: boolean;
}

/** Default quota of groups per network interface. Source: VPC user guide, amazon-vpc-limits. */
const groupsPerInterface = 5;

const replacedByValue = anyChangeOf("customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix");

/** A Network Load Balancer; other kinds are not simulated. */
export const loadBalancer: SimulatedType<LoadBalancerInputs> = {
  type: "aws:lb/loadBalancer:LoadBalancer",
  replaces(oldInputs, newInputs) {
    const groups = hasGroups(oldInputs) === hasGroups(newInputs) ? [] : ["securityGroups"];
    return [...replacedByValue(oldInputs, newInputs), ...replacedSubnets(oldInputs, newInputs), ...groups];
  },
  failedUpdate: "done",
  // 2m22s, 2m37s and 2m41s in published logs of the Terraform provider, which waits for the state `active`.
  latencySeconds: 150,
  permissions: {
    create: [
      "elasticloadbalancing:CreateLoadBalancer",
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:ModifyLoadBalancerAttributes",
      "iam:CreateServiceLinkedRole",
    ],
    read: [
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeCapacityReservation",
      "elasticloadbalancing:DescribeTags",
    ],
    update: [
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:RemoveTags",
      "elasticloadbalancing:ModifyLoadBalancerAttributes",
      "elasticloadbalancing:SetSecurityGroups",
      "elasticloadbalancing:SetSubnets",
    ],
    delete: ["elasticloadbalancing:DeleteLoadBalancer", "ec2:DescribeNetworkInterfaces"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    if (inputs.loadBalancerType !== "network") {
      throw new CloudError(
        "NotSimulated",
        `loadBalancerType '${inputs.loadBalancerType}'; the simulator knows network only`,
      );
    }
    const name = loadBalancingName(request);
    checkLoadBalancingTags(request);
    const vpcId = checkSubnets(request);
    const groupKeys = checkGroups(request);
    // "InvalidSubnet: VPC … has no internet gateway" (openshift/installer, issue 1110).
    const publicAddresses = inputs.internal ? [] : publicAddressUse(cloud, vpcId, "InvalidSubnet");
    const allocations = inputs.subnetMappings?.flatMap(({ allocationId }) => allocationId ?? []) ?? [];
    const { account, region } = cloud.aws;
    const suffix = request.hex(16, "arn");
    const arnSuffix = `net/${name}/${suffix}`;
    const arn = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${arnSuffix}`;
    return {
      id: arn,
      outputs: {
        arn,
        arnSuffix,
        dnsName: `${name}-${suffix}.elb.${region}.amazonaws.com`,
        internal: inputs.internal ?? false,
        name,
        securityGroups: groupsOf(inputs),
        subnets: subnetIds(inputs),
        vpcId,
        zoneId: `Z${request.hex(13, "zone").toUpperCase()}`,
      },
      uses: [
        ...[...groupKeys, ...subnetIds(inputs)].map((key) => ({ key, refusal: "DependencyViolation" })),
        ...publicAddresses,
        ...allocations.map(allocationUse),
      ],
      claims: [
        {
          key: `load balancer name|${name}`,
          code: "DuplicateLoadBalancerName",
          reason: `a load balancer named '${name}' exists`,
        },
        ...allocations.map((id) => allocationClaim(id, "ResourceInUse")),
      ],
    };
  },
  // Elastic Load Balancing API, DeleteLoadBalancer: OperationNotPermitted.
  checkDelete({ id, inputs }) {
    if (!inputs.enableDeletionProtection) return;
    throw new CloudError("OperationNotPermitted", `${id} has deletion protection; turn it off first`);
  },
};

/**
 * terraform-provider-aws 6, internal/service/elbv2/load_balancer.go, customizeDiffLoadBalancerNLB: subnets may only be added; a
 * changed mapping replaces (if the engine knows the allocation yet); from mappings back to the same subnets nothing is noticed.
 */
function replacedSubnets(oldInputs: LoadBalancerInputs, newInputs: LoadBalancerInputs): string[] {
  const property = newInputs.subnetMappings ? "subnetMappings" : "subnets";
  const entries = newInputs.subnetMappings ? mappingsOf : subnetIds;
  const before = entries(oldInputs).sort();
  const after = entries(newInputs).sort();
  const isSame = before.join() === after.join();
  const grows =
    after.length > before.length && (property === "subnets" || before.every((entry) => after.includes(entry)));
  return isSame || grows ? [] : [property];
}

/** ELB user guide, availability-zones; Elastic Load Balancing API, CreateLoadBalancer. Returns the VPC. */
function checkSubnets({ cloud, inputs, restored }: AdmissionRequest<LoadBalancerInputs>): string {
  if ((inputs.subnets !== undefined) === (inputs.subnetMappings !== undefined)) {
    throw new CloudError("ValidationError", "exactly one of subnets and subnetMappings must be set");
  }
  // One that stands already, in the state or in the facts, has its addresses.
  const hasAddresses = restored || isInstalled(cloud.aws.network.rules.values(), inputs.tags);
  const zones = new Set<string>();
  const vpcIds = new Set<string>();
  for (const id of subnetIds(inputs)) {
    const { vpcId, availabilityZone, availableAddresses } = existingSubnet(cloud, id);
    vpcIds.add(vpcId);
    if (zones.has(availabilityZone)) {
      throw new CloudError(
        "InvalidConfigurationRequest",
        `several subnets in the zone ${availabilityZone}, allowed is one`,
      );
    }
    zones.add(availabilityZone);
    if (!hasAddresses && availableAddresses !== undefined && availableAddresses < loadBalancerSubnetAddresses) {
      throw new CloudError(
        "InvalidSubnet",
        `${id} has ${availableAddresses} free addresses, a load balancer needs ${loadBalancerSubnetAddresses}`,
      );
    }
  }
  const [vpcId, ...others] = vpcIds;
  if (vpcId === undefined) throw new CloudError("ValidationError", "at least one subnet must be given");
  if (others.length > 0) throw new CloudError("InvalidSubnet", "the subnets are of several VPCs");
  return vpcId;
}

/** ELB user guide, load-balancer-security-groups: groups are associated at creation or never, and never taken away altogether. */
function checkGroups({ cloud, inputs, current }: AdmissionRequest<LoadBalancerInputs>): string[] {
  const groups = groupsOf(inputs);
  const keys = groups.map((id) => securityGroupKey(cloud, id, "InvalidSecurityGroup"));
  if (groups.length > groupsPerInterface) {
    throw new CloudError(
      "SecurityGroupsPerInterfaceLimitExceeded",
      `${groups.length} security groups, allowed are ${groupsPerInterface}`,
    );
  }
  if (current && hasGroups(current.inputs) !== hasGroups(inputs)) {
    throw new CloudError(
      "InvalidConfigurationRequest",
      "security groups can be associated with a network load balancer only at its creation; replace it",
    );
  }
  return keys;
}

function mappingsOf({ subnets = [], subnetMappings }: LoadBalancerInputs): string[] {
  const mappings = subnetMappings ?? subnets.map((subnetId) => ({ subnetId, allocationId: undefined }));
  return mappings.map(({ subnetId, allocationId = "" }) => `${subnetId} ${allocationId}`);
}

function subnetIds({ subnets, subnetMappings = [] }: LoadBalancerInputs): string[] {
  return subnets ? [...subnets] : subnetMappings.map(({ subnetId }) => subnetId);
}

function groupsOf(inputs: LoadBalancerInputs): string[] {
  return inputs.securityGroups ?? [];
}

function hasGroups(inputs: LoadBalancerInputs): boolean {
  return groupsOf(inputs).length > 0;
}
