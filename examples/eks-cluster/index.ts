// A new EKS cluster with everything that LLS needs, and LLS on it: `npm i @pulumi/eks`, besides the peers of nvcf-lls.
import * as ec2 from "@pulumi/aws/ec2";
import { NodeGroup } from "@pulumi/aws/eks";
import "@pulumi/aws/iam"; // so that the role of the nodes, an output of the cluster, is a Role
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Cluster } from "@pulumi/eks/cluster";
import { Provider as EksProvider } from "@pulumi/eks/provider";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { EksLls, EksTargetsKind } from "../../components";

const name = "nvcf-dev";
const zone = "us-west-2a"; // load balancer, proxy and GPU nodes share one zone
const secondZone = "us-west-2b"; // EKS wants subnets in two, even if no node is in the other
const aws = new AwsProvider("aws", { region: "us-west-2" });
const options = { provider: aws };

// Network: a public subnet for the load balancer and the NAT gateway, private ones for nodes and control plane.
const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true }, options);
const internet = new ec2.InternetGateway("internet", { vpcId: vpc.id }, options);
// Streaming is public: says so whether or not the account blocks public access to VPCs, today or later.
const exclusion = new ec2.VpcBlockPublicAccessExclusion(
  "public",
  { vpcId: vpc.id, internetGatewayExclusionMode: "allow-bidirectional" },
  options,
);
const publicTable = routeTable("public", { gatewayId: internet.id });
const publicSubnet = subnet("public", "10.0.0.0/24", zone, publicTable);
const address = new ec2.Eip("nat", { domain: "vpc" }, options);
const nat = new ec2.NatGateway("nat", { allocationId: address.allocationId, subnetId: publicSubnet }, options);
const privateTable = routeTable("private", { natGatewayId: nat.id });
const nodeSubnet = subnet("private", "10.0.16.0/20", zone, privateTable);
const secondSubnet = subnet("private-second", "10.0.32.0/20", secondZone, privateTable);

// Cluster: node groups are made below, in the security group that EKS itself gives to cluster and nodes.
const cluster = new Cluster(
  "cluster",
  {
    name,
    vpcId: vpc.id,
    privateSubnetIds: [nodeSubnet, secondSubnet],
    authenticationMode: AuthenticationMode.Api,
    skipDefaultNodeGroup: true,
    createInstanceRole: true,
    skipDefaultSecurityGroups: true,
  },
  { provider: new EksProvider("eks"), providers: [aws] },
);
// Nodes: the proxy takes 5 CPU and 24 GiB, so one fits on an m5.2xlarge; a second node takes over while the proxy is replaced.
const compute = nodeGroup("compute", "m5.2xlarge", { "node-type": "compute" }, 2);
const gpu = nodeGroup("gpu", "g6e.4xlarge", { "nvcf.nvidia.com/workload": "gpu" }, 1, "AL2023_x86_64_NVIDIA");

const kubernetes = new KubernetesProvider("kubernetes", {
  kubeconfig: cluster.kubeconfigJson,
  enableSecretMutable: true, // new pull credentials restart nothing
});
// Outputs have no text yet that could name the rules and attachments: `key` does.
const nodes = [{ key: "nodes", securityGroupId: cluster.clusterSecurityGroupId }];
const lls = new EksLls(
  "lls",
  {
    cluster: name,
    availabilityZone: zone,
    vpcId: vpc.id,
    subnetId: publicSubnet,
    imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
    proxyNodes: nodes,
    workerNodes: nodes,
    targets: {
      kind: EksTargetsKind.AutoScalingGroups,
      autoScalingGroups: [
        { key: "compute", name: compute.resources.apply(([made]) => made!.autoscalingGroups[0]!.name) },
      ],
    },
  },
  // The proxy needs its nodes, and media the way in; on destroy all of it goes after LLS.
  { providers: [aws, kubernetes], dependsOn: [compute, gpu, exclusion] },
);

export const endpoint = pulumi.interpolate`${lls.endpointHost}:${lls.endpointPort}`;
export const verify = lls.verify;

function routeTable(
  kind: string,
  target: { gatewayId: pulumi.Output<string> } | { natGatewayId: pulumi.Output<string> },
) {
  return new ec2.RouteTable(kind, { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", ...target }] }, options);
}

/** Id of a new subnet, known when its route is there: a load balancer and nodes cannot do without. */
function subnet(id: string, cidrBlock: string, availabilityZone: string, { id: routeTableId }: ec2.RouteTable) {
  const made = new ec2.Subnet(id, { vpcId: vpc.id, cidrBlock, availabilityZone }, options);
  const route = new ec2.RouteTableAssociation(id, { subnetId: made.id, routeTableId }, options);
  return route.subnetId.apply((subnetId) => subnetId!);
}

/** A pool in the one zone. */
function nodeGroup(id: string, instanceType: string, labels: Record<string, string>, size: number, amiType?: string) {
  return new NodeGroup(
    id,
    {
      clusterName: cluster.eksCluster.name,
      nodeRoleArn: cluster.instanceRoles.apply(([role]) => role!.arn),
      subnetIds: [nodeSubnet],
      instanceTypes: [instanceType],
      amiType,
      labels,
      scalingConfig: { minSize: 1, desiredSize: size, maxSize: size + 1 },
    },
    options,
  );
}
