// Registers many installations, each on a cluster of its own, with the compiled components against the simulated cloud.
// Arguments: the number of installations.
const { Provider: Aws } = require("@pulumi/aws/provider");
const { Provider: Kubernetes } = require("@pulumi/kubernetes/provider");
const { EksLls } = require("../../dist/components/eks/eks-lls");
const { assumedEksCluster } = require("../../dist/simulator/assumed-eks-cluster");
const { SimulatedCloud } = require("../../dist/simulator/cloud");
const { runSimulated } = require("../../dist/simulator/run");
const { leaveFigures } = require("./figures.cjs");

const count = Number(process.argv[2]);
const zone = "us-west-2a";
const names = Array.from({ length: count }, (_, index) => `c${index}`);
const id = (prefix, index) => `${prefix}-${String(index).padStart(17, "0")}`;

// One VPC in which the nodes of every cluster have a group of their own.
const cluster = assumedEksCluster({ cluster: "c0", availabilityZone: zone, region: "us-west-2" });
const { network } = cluster;
const [pattern] = network.securityGroups;
network.securityGroups.push(...names.map((_, index) => ({ ...pattern, id: id("sg", index + 1), rules: [] })));
const subnetId = network.subnets.find(({ availabilityZone }) => availabilityZone === zone).id;
const [{ autoScalingGroups }] = network.nodePools;

void runSimulated({
  cloud: new SimulatedCloud(cluster),
  project: "bench",
  stack: "bench",
  config: {},
  secretKeys: [],
  program: async () => {
    const aws = new Aws("aws", { region: "us-west-2" });
    names.forEach((name, index) => {
      const kubernetes = new Kubernetes(`${name}-kubernetes`, {});
      new EksLls(
        name,
        {
          cluster: name,
          availabilityZone: zone,
          vpcId: network.vpcId,
          subnetId,
          imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
          proxyNodes: [{ securityGroupId: id("sg", index + 1) }],
          workerNodes: [{ securityGroupId: id("sg", index + 1) }],
          targets: { kind: "autoScalingGroups", autoScalingGroups: autoScalingGroups.map(({ name }) => ({ name })) },
          network: { ...network, securityGroups: [{ ...pattern, id: id("sg", index + 1) }] },
        },
        { providers: { aws, kubernetes } },
      );
    });
    return {};
  },
}).then(leaveFigures);
