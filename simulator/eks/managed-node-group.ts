import type { SimulatedComponent } from "../component/construct";
import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";
import { checkArguments, refuse } from "./arguments";
import { clusterArgument } from "./cluster-argument";

/** Arguments for which the real component makes a launch template of its own, and others that nothing here reads. */
const unmodelled = [
  "amiId",
  "bootstrapExtraArgs",
  "bottlerocketSettings",
  "enableEfaSupport",
  "enableIMDSv2",
  "kubeletExtraArgs",
  "nodeadmExtraOptions",
  "placementGroupAvailabilityZone",
  "userData",
];

/** Arguments that become inputs of the node group as they are. */
const passedOn = [
  "amiType",
  "capacityType",
  "diskSize",
  "forceUpdateVersion",
  "instanceTypes",
  "labels",
  "launchTemplate",
  "nodeGroupName",
  "nodeGroupNamePrefix",
  "releaseVersion",
  "remoteAccess",
  "tags",
  "taints",
];

/** A managed node group (pulumi-eks, nodejs/eks/nodes/nodegroup.ts, createManagedNodeGroup). */
export const managedNodeGroup: SimulatedComponent = {
  type: "eks:index:ManagedNodeGroup",
  async build(site) {
    checkArguments(site, unmodelled, [{ paths: ["nodeRole", "nodeRoleArn"], remedy: "give one of them" }]);
    const { core, cluster } = await clusterArgument(site);
    const nodeRoleArn = await nodeRole(site);
    await checkRole(site, core, cluster, nodeRoleArn);
    const scaling = (key: string, fallback: number): Value => site.input("scalingConfig", key).or(fallback);
    // The version of a launch template's image is for whoever made the template.
    const version = site.input("launchTemplate").isGiven ? undefined : cluster.output("version");
    const nodeGroup = await site.register({
      ...{ type: "aws:eks/nodeGroup:NodeGroup", name: site.name },
      dependsOn: core.at("eksNodeAccess").isGiven ? [await site.resource(core.at("eksNodeAccess"))] : [],
      ...(site.input("ignoreScalingChanges").wire === true && { ignoreChanges: ["scalingConfig.desiredSize"] }),
      inputs: {
        ...Object.fromEntries(passedOn.map((key) => [key, site.input(key)])),
        amiType: amiType(site),
        clusterName: site.input("clusterName").or(cluster.output("name")),
        nodeRoleArn,
        scalingConfig: {
          desiredSize: scaling("desiredSize", 2),
          maxSize: scaling("maxSize", 2),
          minSize: scaling("minSize", 1),
        },
        subnetIds: site
          .input("subnetIds")
          .or(core.at("subnetIds"))
          .or(core.at("privateSubnetIds"))
          .or(core.at("publicSubnetIds")),
        version: site.input("version").or(version),
      },
    });
    return { nodeGroup: nodeGroup.reference };
  },
};

async function nodeRole(site: ComponentSite): Promise<Value> {
  if (site.input("nodeRoleArn").isGiven) return site.input("nodeRoleArn");
  if (!site.input("nodeRole").isGiven) {
    refuse(site, ["nodeRole: an IAM role, or nodeRoleArn, must be provided to create a managed node group"]);
  }
  return (await site.resource(site.input("nodeRole"))).output("arn");
}

/** Where the ConfigMap alone lets nodes in, it must know their role: the cluster writes it. */
async function checkRole(site: ComponentSite, core: Value, cluster: MadeResource, arn: Value): Promise<void> {
  const mode = cluster.output("accessConfig", "authenticationMode").or("CONFIG_MAP").wire;
  if (mode !== "CONFIG_MAP") return;
  const known = await site.resources(core.at("instanceRoles"));
  Value.of([arn, ...known.map((role) => role.output("arn"))]).map(([own, ...others]: string[]) => {
    const isKnown = others.includes(own!);
    if (!isKnown) refuse(site, ["nodeRole: a managed node group needs its role in the cluster's instanceRoles"]);
    return isKnown;
  });
}

/** As far as the operating system decides it; a Graviton processor is told by the `g` after the generation (`m7g.large`). */
function amiType(site: ComponentSite): Value {
  const system = site.input("operatingSystem");
  if (site.input("amiType").isGiven || !system.isGiven) return site.input("amiType");
  return Value.of([system, site.input("gpu"), site.input("instanceTypes").or([])]).map(
    ([name, gpu, instanceTypes]: [string, boolean | undefined, string[]]) => {
      const isArm = instanceTypes.some((type) => /^[a-z]+\d+g/.test(type));
      const processor = isArm ? "ARM_64" : "x86_64";
      const suffix = gpu ? "_NVIDIA" : "";
      if (name === "Bottlerocket") return `BOTTLEROCKET_${processor}${suffix}`;
      return name === "AL2023"
        ? `AL2023_${processor}_${gpu ? "NVIDIA" : "STANDARD"}`
        : `AL2_${processor}${gpu ? "_GPU" : ""}`;
    },
  );
}
