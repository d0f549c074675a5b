import type { SimulatedComponent } from "../component/construct";
import type { ComponentSite } from "../component/site";
import type { Value } from "../component/value";
import { checkArguments, refuse } from "./arguments";
import { clusterArgument } from "./cluster-argument";
import { selfManagedNodes, unmodelledNodeArguments } from "./node-group";
import { nodeSecurityGroup } from "./security-groups";

const unmodelled = [...unmodelledNodeArguments, "launchTemplateTagSpecifications", "metadataOptions"];

/** Self-managed nodes besides those of the component `Cluster`. */
export const nodeGroupV2: SimulatedComponent = {
  type: "eks:index:NodeGroupV2",
  async build(site) {
    checkArguments(site, unmodelled, [
      { paths: ["nodeSecurityGroup", "nodeSecurityGroupId"], remedy: "give one of them" },
      { paths: ["clusterIngressRule", "clusterIngressRuleId"], remedy: "give one of them" },
    ]);
    const { core, cluster } = await clusterArgument(site);
    const given = await givenSecurityGroup(site);
    const clusterGroup = core.at("clusterSecurityGroup");
    const clusterGroupId = clusterGroup.isGiven
      ? (await site.resource(clusterGroup)).id
      : cluster.output("vpcConfig", "clusterSecurityGroupId");
    const made = given
      ? undefined
      : await nodeSecurityGroup(
          site,
          cluster,
          core.at("vpcId"),
          clusterGroupId,
          core.at("nodeSecurityGroupTags"),
          core.at("tags"),
        );
    const securityGroupId = given?.id ?? made!.group.id;
    const dependencies = ["vpcCni", "eksNodeAccess"].map((key) => core.at(key)).filter(({ isGiven }) => isGiven);
    const group = await selfManagedNodes(site, (name) => site.input(name), {
      cluster,
      securityGroupId,
      clusterIngressRuleId: given?.ruleId ?? made!.clusterIngressRule.id,
      instanceProfile: await instanceProfile(site, core),
      subnetIds: core.at("privateSubnetIds").or(core.at("publicSubnetIds")).or(core.at("subnetIds")),
      dependsOn: await Promise.all(dependencies.map((reference) => site.resource(reference))),
    });
    return {
      autoScalingGroup: group.reference,
      extraNodeSecurityGroups: site.input("extraNodeSecurityGroups"),
      nodeSecurityGroup: made ? made.group.reference : site.input("nodeSecurityGroup"),
      nodeSecurityGroupId: securityGroupId,
    };
  },
};

async function givenSecurityGroup(site: ComponentSite): Promise<{ id: Value; ruleId: Value } | undefined> {
  const id = await idOf(site, "nodeSecurityGroup");
  if (!id) return undefined;
  const ruleId = await idOf(site, "clusterIngressRule");
  if (!ruleId) refuse(site, ["clusterIngressRule: is required where nodeSecurityGroup is given"]);
  return { id, ruleId: ruleId! };
}

/** An id that is given as a resource, or by itself. */
async function idOf(site: ComponentSite, argument: string): Promise<Value | undefined> {
  if (site.input(argument).isGiven) return (await site.resource(site.input(argument))).id;
  return site.input(`${argument}Id`).isGiven ? site.input(`${argument}Id`) : undefined;
}

async function instanceProfile(site: ComponentSite, core: Value): Promise<Value> {
  const [given] = [site.input("instanceProfile"), core.at("nodeGroupOptions", "instanceProfile")].filter(
    ({ isGiven }) => isGiven,
  );
  if (!given) refuse(site, ["instanceProfile: is needed, because the cluster has none for its nodes"]);
  return (await site.resource(given!)).output("name");
}
