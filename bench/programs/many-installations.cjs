// A program with many installations, each on a cluster of its own, with the compiled components; and the cloud in which they are.
const { Provider: Aws } = require("@pulumi/aws/provider");
const { Provider: Kubernetes } = require("@pulumi/kubernetes/provider");
const { EksLls } = require("../../dist/components/eks/eks-lls");
const { assumedEksCluster } = require("../../dist/simulator/assumed-eks-cluster");

const zone = "us-west-2a";
const id = (prefix, index) => `${prefix}-${String(index).padStart(17, "0")}`;

/** One VPC in which the nodes of every cluster have a group of their own. */
exports.installations = (count) => {
  const names = Array.from({ length: count }, (_, index) => `c${index}`);
  const cluster = assumedEksCluster({ cluster: "c0", availabilityZone: zone, region: "us-west-2" });
  const { network } = cluster;
  const [pattern] = network.securityGroups;
  network.securityGroups.push(...names.map((_, index) => ({ ...pattern, id: id("sg", index + 1), rules: [] })));
  const subnetId = network.subnets.find(({ availabilityZone }) => availabilityZone === zone).id;
  const [{ autoScalingGroups }] = network.nodePools;
  const program = async () => {
    const aws = new Aws("aws", { region: "us-west-2" });
    names.forEach((name, index) => {
      const kubernetes = new Kubernetes(`${name}-kubernetes`, {});
      const node = { securityGroupId: id("sg", index + 1) };
      // The nodes of this cluster are those that its facts tell of.
      const groupsOf = (pool) => ({
        ...pool,
        interfaces: pool.interfaces.map((one) => ({ ...one, securityGroupIds: [node.securityGroupId] })),
      });
      new EksLls(
        name,
        {
          cluster: name,
          availabilityZone: zone,
          vpcId: network.vpcId,
          subnetId,
          imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
          proxyNodes: [node],
          workerNodes: [node],
          targets: { kind: "autoScalingGroups", autoScalingGroups: autoScalingGroups.map(({ name }) => ({ name })) },
          network: {
            ...network,
            securityGroups: [{ ...pattern, id: node.securityGroupId }],
            nodePools: network.nodePools.map(groupsOf),
          },
        },
        { providers: { aws, kubernetes } },
      );
    });
    return {};
  };
  return { cluster, program };
};
