import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { checkVpc, created } from "./existence";
import { internetGateway } from "./internet-gateway";
import { natGateway } from "./nat-gateway";

interface RouteTableInputs {
  vpcId: string;
  routes?: Route[];
}

interface Route {
  cidrBlock?: string;
  ipv6CidrBlock?: string;
  gatewayId?: string;
  natGatewayId?: string;
}

const type = "aws:ec2/routeTable:RouteTable";

/** A route table with its routes. While a subnet is associated with it, it cannot be deleted (EC2 API, DeleteRouteTable). */
export const routeTable: SimulatedType<RouteTableInputs> = {
  type,
  // terraform-provider-aws, aws_route_table: ForceNew.
  replaces: anyChangeOf("vpcId"),
  // 1 s, in a published log of the Terraform provider (DevopsArtFactory/terraform-provisioning, pull request 7).
  latencySeconds: 1,
  permissions: {
    create: ["ec2:CreateRouteTable", "ec2:CreateRoute", "ec2:CreateTags"],
    read: ["ec2:DescribeRouteTables"],
    update: ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute", "ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DeleteRouteTable", "ec2:DisassociateRouteTable"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { vpcId, routes = [] } = inputs;
    checkVpc(cloud, vpcId, "InvalidVpcID.NotFound");
    for (const route of routes) checkTarget(cloud, vpcId, route);
    const destinations = routes.map(({ cidrBlock, ipv6CidrBlock }) => cidrBlock ?? ipv6CidrBlock);
    const repeated = destinations.find((destination, index) => destinations.indexOf(destination) !== index);
    if (repeated !== undefined) {
      throw new CloudError("RouteAlreadyExists", `The route identified by ${repeated} already exists.`);
    }
    const id = `rtb-${request.hex(17, "id")}`;
    const { account, region } = cloud.aws;
    return {
      id,
      outputs: { arn: `arn:aws:ec2:${region}:${account}:route-table/${id}`, ownerId: account, routes },
      uses: [{ key: vpcId, refusal: "DependencyViolation" }],
    };
  },
};

/** A gateway of the VPC (EC2 API, CreateRoute). Targets of other kinds, and gateways that the program does not make, are taken as existing. */
function checkTarget(cloud: SimulatedCloud, vpcId: string, { gatewayId, natGatewayId }: Route): void {
  const isSeeded = cloud.aws.network.vpcs.has(vpcId);
  if (natGatewayId !== undefined && !isSeeded) {
    created(cloud, natGateway.type, natGatewayId, "InvalidNatGatewayID.NotFound");
  }
  if (!gatewayId?.startsWith("igw-") || isSeeded) return;
  const { inputs } = created(cloud, internetGateway.type, gatewayId, "InvalidInternetGatewayID.NotFound");
  if (inputs.vpcId !== vpcId) {
    throw new CloudError(
      "InvalidParameterValue",
      `the gateway ${gatewayId} and the VPC ${vpcId} are different networks`,
    );
  }
}

/** Where a subnet of the program sends packets for the internet. */
export type WayOut = "internet gateway" | "other" | "none";

/** By its route table; undefined for a subnet that the program does not make. */
export function wayOutOf(cloud: SimulatedCloud, subnetId: string): WayOut | undefined {
  if (cloud.aws.network.subnets.has(subnetId)) return undefined;
  const association = cloud.users(subnetId).find((user) => user.type === associationType);
  const table = association && cloud.resources.get(association.inputs.routeTableId as string);
  const route = ((table?.inputs.routes ?? []) as Route[]).find(({ cidrBlock }) => cidrBlock === "0.0.0.0/0");
  if (!route) return "none";
  return route.gatewayId?.startsWith("igw-") ? "internet gateway" : "other";
}

const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";

interface AssociationInputs {
  routeTableId: string;
  subnetId?: string;
}

/** What gives a subnet its route table; it has one at most (EC2 API, AssociateRouteTable). */
export const routeTableAssociation: SimulatedType<AssociationInputs> = {
  type: associationType,
  // terraform-provider-aws, aws_route_table_association: ForceNew. Another table is a ReplaceRouteTableAssociation.
  replaces: anyChangeOf("gatewayId", "subnetId"),
  // 1 s, in a published log of the Terraform provider (terraform-aws-modules/terraform-aws-eks, issue 2203).
  latencySeconds: 1,
  permissions: {
    create: ["ec2:AssociateRouteTable"],
    read: ["ec2:DescribeRouteTables"],
    update: ["ec2:ReplaceRouteTableAssociation"],
    delete: ["ec2:DisassociateRouteTable"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { routeTableId, subnetId } = inputs;
    created(cloud, type, routeTableId, "InvalidRouteTableID.NotFound");
    if (subnetId === undefined) throw new CloudError("NotSimulated", "a route table of a gateway; only of subnets");
    if (!cloud.aws.network.subnets.has(subnetId)) {
      created(cloud, "aws:ec2/subnet:Subnet", subnetId, "InvalidSubnetID.NotFound");
    }
    return {
      id: `rtbassoc-${request.hex(17, "id")}`,
      outputs: {},
      // It goes with its subnet.
      uses: [{ key: routeTableId, refusal: "DependencyViolation" }, { key: subnetId }],
      claims: [
        {
          ...{ key: `route table of|${subnetId}`, code: "Resource.AlreadyAssociated" },
          reason: `the subnet ${subnetId} has a route table already`,
        },
      ],
    };
  },
};
