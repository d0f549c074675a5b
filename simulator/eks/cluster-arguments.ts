import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";
import { checkArguments, refuse } from "./arguments";
import { unmodelledNodeArguments } from "./node-group";

const unmodelled = [
  "autoMode",
  "creationRoleProvider",
  "fargate",
  "instanceProfileName",
  "nodeAmiId",
  "nodePublicKey",
  "nodeRootVolumeEncrypted",
  "nodeRootVolumeSize",
  "nodeUserData",
  "gpu",
  "storageClasses",
  ...unmodelledNodeArguments.map((name) => `nodeGroupOptions.${name}`),
];

/** Options of the default nodes that stand among those of the cluster. */
const nodeArguments = [
  "desiredCapacity",
  "instanceType",
  "maxSize",
  "minSize",
  "nodeAssociatePublicIpAddress",
  "nodeSubnetIds",
];

/**
 * Makes sure that a cluster is asked only for what it can be and what is modelled of it.
 * @throws Error with every problem
 */
export function checkClusterArguments(site: ComponentSite): void {
  checkArguments(site, unmodelled, [
    { paths: ["instanceRole", "instanceRoles"], remedy: "give one of them" },
    { paths: ["subnetIds", "publicSubnetIds"], remedy: "choose one way to give subnets" },
    { paths: ["subnetIds", "privateSubnetIds"], remedy: "choose one way to give subnets" },
    ...nodeArguments.map((name) => ({
      paths: ["nodeGroupOptions", name],
      remedy: "give the options of the default nodes together",
    })),
  ]);
  const given = (path: string): boolean => site.input(path).isGiven;
  const hasDefaultNodes = site.input("skipDefaultNodeGroup").wire !== true;
  const nodeSubnets = ["privateSubnetIds", "publicSubnetIds", "nodeSubnetIds", "nodeGroupOptions.nodeSubnetIds"];
  const problems: string[] = [];
  if (!given("vpcId")) problems.push("vpcId: is needed, the simulator has no default VPC");
  if (!["subnetIds", "publicSubnetIds", "privateSubnetIds"].some(given)) {
    problems.push("subnetIds: or publicSubnetIds and privateSubnetIds are needed, the simulator has no default VPC");
  }
  if (hasDefaultNodes && !nodeSubnets.some((path) => site.input(...(path.split(".") as [string])).isGiven)) {
    problems.push("subnetIds: the simulator does not tell private ones for the default nodes; give privateSubnetIds");
  }
  if (hasDefaultNodes && given("instanceRoles")) {
    problems.push(
      "instanceRoles: the default nodes need an instance profile; give instanceRole, or skipDefaultNodeGroup",
    );
  }
  refuse(site, problems);
}

/** All subnets of the cluster, however they are given. */
export function clusterSubnetIds(site: ComponentSite): Value {
  if (site.input("subnetIds").isGiven) return site.input("subnetIds");
  const lists = [site.input("publicSubnetIds").or([]), site.input("privateSubnetIds").or([])];
  return Value.of(lists).map((ids: string[][]) => ids.flat());
}
