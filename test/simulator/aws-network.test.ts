import { describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../simulator/cloud";
import { create, legal, seed, types, type Inputs, type TypeName } from "./fixture";
import { left, OwnCluster, zones } from "./own-cluster";

/** What is refused: title, error code, what is tried in an account with a VPC. */
type Refusal = [title: string, code: string, attempt: (own: OwnCluster) => unknown];

const subnetInputs = (own: OwnCluster, change: Inputs): Inputs => ({
  ...{ vpcId: own.get("vpc").id, cidrBlock: "10.0.9.0/24", availabilityZone: zones[0], ...change },
});
const balancer = (own: OwnCluster, change: Inputs = {}) =>
  own.add("LoadBalancer", "nlb", legal.loadBalancer({ subnets: [own.get("public").id], ...change }));

const blocks: [title: string, cidrBlock: string | undefined, code: string][] = [
  ["no block", undefined, "InvalidVpc.Range"],
  ["no CIDR block", "10.0.0.0", "InvalidVpc.Range"],
  ["a block larger than /16", "10.0.0.0/15", "InvalidVpc.Range"],
  ["a block smaller than /28", "10.0.0.0/29", "InvalidVpc.Range"],
  ["a block of IPv6", "2001:db8::/56", "InvalidVpc.Range"],
];

const refusals: Refusal[] = [
  ...blocks.map(([title, cidrBlock, code]): Refusal => [
    `a VPC with ${title}`,
    code,
    (own) => own.add("Vpc", "it", { cidrBlock }),
  ]),
  [
    "a subnet in no VPC",
    "InvalidVpcID.NotFound",
    (own) => own.add("Subnet", "it", subnetInputs(own, { vpcId: "vpc-1" })),
  ],
  [
    "a subnet outside of its VPC",
    "InvalidSubnet.Range",
    (own) => own.add("Subnet", "it", subnetInputs(own, { cidrBlock: "10.1.0.0/24" })),
  ],
  [
    "a subnet that is smaller than /28",
    "InvalidSubnet.Range",
    (own) => own.add("Subnet", "it", subnetInputs(own, { cidrBlock: "10.0.0.0/29" })),
  ],
  [
    "a subnet that overlaps with another",
    "InvalidSubnet.Conflict",
    (own) => own.add("Subnet", "it", subnetInputs(own, { cidrBlock: "10.0.0.128/25" })),
  ],
  [
    "a subnet in a zone of another region",
    "InvalidParameterValue",
    (own) => own.add("Subnet", "it", subnetInputs(own, { availabilityZone: "us-east-1a" })),
  ],
  [
    "a second internet gateway",
    "Resource.AlreadyAssociated",
    (own) => own.add("InternetGateway", "it", { vpcId: own.get("vpc").id }),
  ],
  [
    "an internet gateway in no VPC",
    "InvalidVpcID.NotFound",
    (own) => own.add("InternetGateway", "it", { vpcId: "vpc-1" }),
  ],
  [
    "a NAT gateway without an address",
    "InvalidParameterCombination",
    (own) => own.add("NatGateway", "it", { subnetId: own.get("public").id }),
  ],
  [
    "a private NAT gateway with an address",
    "InvalidParameterCombination",
    (own) =>
      own.add("NatGateway", "it", {
        subnetId: own.get("public").id,
        connectivityType: "private",
        allocationId: "eipalloc-1",
      }),
  ],
  [
    "a NAT gateway in no subnet",
    "InvalidSubnetID.NotFound",
    (own) => own.add("NatGateway", "it", { subnetId: "subnet-1", allocationId: "eipalloc-1" }),
  ],
  [
    "a NAT gateway with the address of another",
    "Resource.AlreadyAssociated",
    (own) => own.add("NatGateway", "it", { subnetId: own.get("public").id, allocationId: own.get("address").id }),
  ],
  [
    "a NAT gateway in a VPC without an internet gateway",
    "Gateway.NotAttached",
    (own) => {
      const { id: vpcId } = own.add("Vpc", "closed", { cidrBlock: "10.1.0.0/16" });
      const { id: subnetId } = own.add("Subnet", "it", subnetInputs(own, { vpcId, cidrBlock: "10.1.0.0/24" }));
      own.add("NatGateway", "it", { subnetId, allocationId: "eipalloc-1" });
    },
  ],
  [
    "a route to an internet gateway that is not there",
    "InvalidInternetGatewayID.NotFound",
    (own) =>
      own.add("RouteTable", "it", {
        vpcId: own.get("vpc").id,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }],
      }),
  ],
  [
    "a route to the internet gateway of another VPC",
    "InvalidParameterValue",
    (own) => {
      const { id: vpcId } = own.add("Vpc", "other", { cidrBlock: "10.1.0.0/16" });
      own.add("RouteTable", "it", { vpcId, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: own.get("gateway").id }] });
    },
  ],
  [
    "a route to a NAT gateway that is not there",
    "InvalidNatGatewayID.NotFound",
    (own) =>
      own.add("RouteTable", "it", {
        vpcId: own.get("vpc").id,
        routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }],
      }),
  ],
  [
    "two routes to one destination",
    "RouteAlreadyExists",
    (own) => {
      const route = { cidrBlock: "0.0.0.0/0", gatewayId: own.get("gateway").id };
      own.add("RouteTable", "it", { vpcId: own.get("vpc").id, routes: [route, route] });
    },
  ],
  ["a route table in no VPC", "InvalidVpcID.NotFound", (own) => own.add("RouteTable", "it", { vpcId: "vpc-1" })],
  [
    "a second route table of a subnet",
    "Resource.AlreadyAssociated",
    (own) => {
      const { id: routeTableId } = own.add("RouteTable", "it", { vpcId: own.get("vpc").id });
      own.add("RouteTableAssociation", "it", { routeTableId, subnetId: own.get("public").id });
    },
  ],
  [
    "a route table of no subnet",
    "InvalidSubnetID.NotFound",
    (own) => own.add("RouteTableAssociation", "it", { routeTableId: own.get("public-table").id, subnetId: "subnet-1" }),
  ],
  [
    "an exclusion of nothing",
    "InvalidParameterCombination",
    (own) => own.add("Exclusion", "it", { internetGatewayExclusionMode: "allow-bidirectional" }),
  ],
  [
    "an exclusion that allows something else",
    "InvalidParameterValue",
    (own) => own.add("Exclusion", "it", { vpcId: own.get("vpc").id, internetGatewayExclusionMode: "allow" }),
  ],
  [
    "an exclusion of a VPC that is not there",
    "InvalidVpcID.NotFound",
    (own) => own.add("Exclusion", "it", { vpcId: "vpc-1", internetGatewayExclusionMode: "allow-egress" }),
  ],
  ["a security group without a VPC", "VPCIdNotSpecified", (own) => own.add("SecurityGroup", "it", {})],
  [
    "a public load balancer in a VPC without an internet gateway",
    "InvalidSubnet",
    (own) => {
      const { id: vpcId } = own.add("Vpc", "closed", { cidrBlock: "10.1.0.0/16" });
      const { id } = own.add("Subnet", "it", subnetInputs(own, { vpcId, cidrBlock: "10.1.0.0/24" }));
      balancer(own, { subnets: [id] });
    },
  ],
  [
    "a load balancer in subnets of several VPCs",
    "InvalidSubnet",
    (own) => {
      const { id: vpcId } = own.add("Vpc", "other", { cidrBlock: "10.1.0.0/16" });
      const place = { vpcId, cidrBlock: "10.1.0.0/24", availabilityZone: zones[1] };
      balancer(own, { subnets: [own.get("public").id, own.add("Subnet", "it", place).id] });
    },
  ],
  ["the deletion of a VPC with subnets", "DependencyViolation", (own) => own.delete("vpc")],
  [
    "the deletion of a VPC with a security group",
    "DependencyViolation",
    (own) => {
      const { id: vpcId } = own.add("Vpc", "other", { cidrBlock: "10.1.0.0/16" });
      own.add("SecurityGroup", "it", { vpcId });
      own.delete("other");
    },
  ],
  [
    "the deletion of a VPC with an internet gateway",
    "DependencyViolation",
    (own) => {
      const { id: vpcId } = own.add("Vpc", "other", { cidrBlock: "10.1.0.0/16" });
      own.add("InternetGateway", "it", { vpcId });
      own.delete("other");
    },
  ],
  [
    "the deletion of a VPC with a route table",
    "DependencyViolation",
    (own) => {
      const { id: vpcId } = own.add("Vpc", "other", { cidrBlock: "10.1.0.0/16" });
      own.add("RouteTable", "it", { vpcId });
      own.delete("other");
    },
  ],
  ["the deletion of a subnet with a NAT gateway", "DependencyViolation", (own) => own.delete("public")],
  [
    "the deletion of a subnet with a load balancer",
    "DependencyViolation",
    (own) => {
      balancer(own, { internal: true, subnets: [own.get("private").id] });
      own.delete("private");
    },
  ],
  ["the deletion of a route table in use", "DependencyViolation", (own) => own.delete("public-table")],
  [
    "the deletion of an internet gateway while a NAT gateway has an address",
    "DependencyViolation",
    (own) => own.delete("gateway"),
  ],
  [
    "the deletion of an internet gateway while a load balancer has an address",
    "DependencyViolation",
    (own) => {
      own.delete("nat");
      balancer(own);
      own.delete("gateway");
    },
  ],
  ["the release of a NAT gateway's address", "InvalidIPAddress.InUse", (own) => own.delete("address")],
];

describe("AWS refuses", () => {
  it.each(refusals)("%s: %s", (_title, code, attempt) => {
    const own = new OwnCluster().subnets();
    expect(() => attempt(own)).toThrow(expect.objectContaining({ name: "CloudError", code }));
  });
});

describe("AWS accepts", () => {
  it("a network with everything, and its deletion in the order that the refusals leave", () => {
    const own = new OwnCluster().subnets();
    own.add("Exclusion", "exclusion", {
      vpcId: own.get("vpc").id,
      internetGatewayExclusionMode: "allow-bidirectional",
    });
    balancer(own);
    own.delete("nlb");
    for (const name of ["private", "second", "public"]) own.delete(`${name}-route`);
    for (const name of ["private", "second", "public"]) own.delete(`${name}-table`);
    for (const name of ["nat", "address", "private", "second", "public", "gateway", "exclusion", "vpc"])
      own.delete(name);
    expect(left(own)).toEqual([]);
  });

  it("that associations and exclusions go with what they are for", () => {
    const own = new OwnCluster().subnets();
    const { id: subnetId } = own.get("private");
    own.add("Exclusion", "exclusion", { subnetId, internetGatewayExclusionMode: "allow-egress" });
    own.delete("private");
    expect(left(own)).not.toContain(own.get("private-route").id);
    expect(left(own)).not.toContain(own.get("exclusion").id);
  });

  it("an internal load balancer where there is no way to the internet", () => {
    const own = new OwnCluster();
    const { id: vpcId } = own.add("Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
    const { id } = own.subnet("closed", 0);
    const made = own.add("LoadBalancer", "nlb", legal.loadBalancer({ internal: true, subnets: [id] }));
    expect(made.outputs.vpcId).toBe(vpcId);
  });

  it("a subnet of the program beside those of the seed, if they do not overlap", () => {
    const cloud = new SimulatedCloud(seed(({ network }) => network.vpcCidrs.push("10.0.0.0/16")));
    const place = { vpcId: "vpc-00000000000000001", availabilityZone: "us-west-2a" };
    const { id } = create(cloud, "Subnet", "more", { ...place, cidrBlock: "10.0.0.0/24" });
    expect(create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ subnets: [id] })).outputs.vpcId).toBe(place.vpcId);
    expect(() => create(cloud, "Subnet", "same", { ...place, cidrBlock: "192.0.2.0/27" })).toThrow(/InvalidSubnet/);
  });

  it("rules of the group that a VPC comes with, which goes with it", () => {
    const own = new OwnCluster();
    const { outputs } = own.add("Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
    own.add("IngressRule", "rule", legal.rule({ securityGroupId: outputs.defaultSecurityGroupId }));
    own.delete("vpc");
    expect(left(own)).toEqual([]);
  });

  it("targets at addresses of the VPC that the program makes", () => {
    const own = new OwnCluster().network();
    const vpcId = own.get("vpc").id;
    const { id: targetGroupArn } = own.add("TargetGroup", "tg", legal.targetGroup({ vpcId, targetType: "ip" }));
    own.add("TargetAttachment", "in", { targetGroupArn, targetId: "10.0.1.5" });
    expect(() => own.add("TargetAttachment", "out", { targetGroupArn, targetId: "203.0.113.5" })).toThrow(
      /InvalidTarget/,
    );
  });
});

const replacements: [string, TypeName, Inputs, Inputs, string[]][] = [
  ["another block", "Vpc", { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.1.0.0/16" }, ["cidrBlock"]],
  ["DNS host names", "Vpc", { enableDnsHostnames: false }, { enableDnsHostnames: true }, []],
  ["another zone", "Subnet", { availabilityZone: zones[0] }, { availabilityZone: zones[1] }, ["availabilityZone"]],
  ["public addresses", "Subnet", {}, { mapPublicIpOnLaunch: true }, []],
  ["another VPC", "InternetGateway", { vpcId: "vpc-1" }, { vpcId: "vpc-2" }, []],
  ["another address", "NatGateway", { allocationId: "a" }, { allocationId: "b" }, ["allocationId"]],
  ["other routes", "RouteTable", { routes: [] }, { routes: [{ cidrBlock: "0.0.0.0/0" }] }, []],
  ["another table", "RouteTableAssociation", { routeTableId: "a" }, { routeTableId: "b" }, []],
  ["another subnet", "RouteTableAssociation", { subnetId: "a" }, { subnetId: "b" }, ["subnetId"]],
  ["another mode", "Exclusion", { internetGatewayExclusionMode: "a" }, { internetGatewayExclusionMode: "b" }, []],
];

describe("a change replaces", () => {
  it.each(replacements)("%s of %s", (_title, type, before, after, expected) => {
    expect(new OwnCluster().cloud.replacements(types[type], before, after)).toEqual(expected);
  });
});
