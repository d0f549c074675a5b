import * as ec2 from "@pulumi/aws/ec2";
import "@pulumi/aws/autoscaling"; // so that references to its resources become resources
import "@pulumi/aws/eks";
import "@pulumi/kubernetes/core/v1";
import * as iam from "@pulumi/aws/iam";
import { Provider } from "@pulumi/aws/provider";
import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import { ManagedNodeGroup } from "@pulumi/eks/managedNodeGroup";
import { NodeGroupV2 } from "@pulumi/eks/nodeGroupV2";
import { AuthenticationMode, AccessEntryType } from "@pulumi/eks/types/enums";
import type * as pulumi from "@pulumi/pulumi";

/** A network in which a cluster can be. */
export interface Network {
  aws: Provider;
  vpcId: pulumi.Output<string>;
  /** In two zones, with a way to the internet. */
  subnetIds: pulumi.Output<string>[];
}

/** A VPC with two public subnets. */
export function network(): Network {
  const aws = new Provider("aws", { region: "us-west-2" });
  const options = { provider: aws };
  const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, options);
  const gateway = new ec2.InternetGateway("gateway", { vpcId: vpc.id }, options);
  const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }];
  const { id: routeTableId } = new ec2.RouteTable("routes", { vpcId: vpc.id, routes }, options);
  const subnetIds = ["a", "b"].map((zone, index) => {
    const place = { availabilityZone: `us-west-2${zone}`, cidrBlock: `10.0.${index}.0/24`, mapPublicIpOnLaunch: true };
    const subnet = new ec2.Subnet(zone, { vpcId: vpc.id, ...place }, options);
    const association = new ec2.RouteTableAssociation(zone, { routeTableId, subnetId: subnet.id }, options);
    return association.subnetId.apply((id) => id!);
  });
  return { aws, vpcId: vpc.id, subnetIds };
}

/** A cluster in a new network, with that provider for AWS. */
export function cluster(args: ClusterArgs = {}, options: pulumi.ComponentResourceOptions = {}): Cluster {
  const { aws, vpcId, subnetIds } = network();
  return new Cluster("own", { vpcId, publicSubnetIds: subnetIds, ...args }, { providers: [aws], ...options });
}

/** A role that nodes can have. */
export function nodeRole(aws: Provider): iam.Role {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } };
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return new iam.Role("nodes", { assumeRolePolicy }, { provider: aws });
}

/** Everything that the package has and the simulator models, in two clusters. */
export async function everything(): Promise<Record<string, unknown>> {
  const { aws, vpcId, subnetIds } = network();
  const options = { providers: [aws] };
  const tags = { team: "streaming" };
  const first = new Cluster(
    "first",
    { vpcId, privateSubnetIds: subnetIds, tags, nodeSecurityGroupTags: { a: "b" } },
    options,
  );

  const role = nodeRole(aws);
  const group = new ec2.SecurityGroup("control-plane", { vpcId }, { provider: aws });
  const second = new Cluster(
    "second",
    {
      ...{
        vpcId,
        subnetIds,
        name: "second",
        version: "1.32",
        tags,
        skipDefaultNodeGroup: true,
        clusterSecurityGroup: group,
      },
      ...{ authenticationMode: AuthenticationMode.ApiAndConfigMap, instanceRoles: [role], createOidcProvider: true },
      ...{ useDefaultVpcCni: true, kubeProxyAddonOptions: { enabled: false }, corednsAddonOptions: { enabled: true } },
      roleMappings: [{ roleArn: role.arn, username: "team", groups: ["system:masters"] }],
      accessEntries: {
        team: {
          ...{ principalArn: role.arn, type: AccessEntryType.Standard },
          accessPolicies: {
            admin: {
              accessScope: { type: "cluster" },
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            },
          },
        },
      },
    },
    { ...options, protect: false },
  );
  const managed = new ManagedNodeGroup(
    "managed",
    {
      cluster: second.core,
      nodeRole: role,
      instanceTypes: ["m5.2xlarge"],
      labels: { "node-type": "compute" },
    },
    options,
  );
  const selfManaged = new NodeGroupV2(
    "self-managed",
    { cluster: first, instanceType: "m5.large", minSize: 0, desiredCapacity: 1, maxSize: 3 },
    options,
  );
  return {
    defaultGroup: first.defaultNodeGroupAsgName,
    issuer: second.oidcIssuer,
    managed: managed.nodeGroup.apply(({ resources }) => resources.apply(([made]) => made!.autoscalingGroups[0]!.name)),
    selfManaged: selfManaged.autoScalingGroup.apply(({ name }) => name),
    // A kubeconfig for somebody else names another identity.
    endpoint: first.eksCluster.endpoint,
  };
}
