import type { FoundEksInstallation } from "../../graph/lls-installation";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { isUnknown } from "../../graph/unknown";
import { listOf } from "../known";
import { leaf, shown } from "../leaf";

/** An Auto Scaling group that terminates nodes when the load balancer finds them unhealthy. */
export interface ElbCheckedGroup {
  name: string;
  /** URN of what attaches it to the target group, or of the group itself where it does so; absent: nothing in the program does. */
  attachedBy?: string;
}

/** What is known of the Auto Scaling groups of an installation. */
export interface AutoScalingFindings {
  elbChecked: ElbCheckedGroup[];
  /** Attached groups of which the health check type is not known. */
  unknown: string[];
}

/** A group as stack or facts know it. */
interface KnownGroup {
  name: string;
  /** Absent: not known. */
  healthCheckType?: string;
  attachedBy?: string;
}

const groupType = "aws:autoscaling/group:Group";
const attachmentType = "aws:autoscaling/attachment:Attachment";

/** The Auto Scaling groups of the proxy's nodes, and those that the program attaches to the target group. */
export function judgeAutoScaling(found: FoundEksInstallation, graph: ResourceGraph): AutoScalingFindings {
  const groups = [...attachedGroups(found, graph), ...selfAttachedGroups(found, graph), ...groupsOfProxyPools(found)];
  const named = new Map<string, KnownGroup>();
  for (const group of groups) if (!named.has(group.name)) named.set(group.name, group);
  const all = [...named.values()];
  return {
    // A group can have several types, separated by commas (EC2 Auto Scaling API, CreateAutoScalingGroup).
    elbChecked: all.filter(({ healthCheckType = "" }) => healthCheckType.split(",").includes("ELB")),
    unknown: all
      .filter(({ attachedBy, healthCheckType }) => attachedBy !== undefined && healthCheckType === undefined)
      .map(({ name }) => `the health check type of Auto Scaling group ${name}`),
  };
}

function attachedGroups(
  { targetRegistrations, installation }: FoundEksInstallation,
  { resources }: ResourceGraph,
): KnownGroup[] {
  return targetRegistrations
    .filter(({ type }) => type === attachmentType)
    .map((attachment) => {
      const name = leaf(attachment.inputs, "autoscalingGroupName");
      const made = resources.find((group) => group.type === groupType && isNamed(group, name, attachment));
      if (made) return { ...ofStack(made), attachedBy: attachment.urn };
      if (isUnknown(name)) return { name: `that ${attachment.name} attaches`, attachedBy: attachment.urn };
      const facts = installation.network?.nodePools.flatMap(({ autoScalingGroups }) => autoScalingGroups);
      const { healthCheckType } = facts?.find((group) => group.name === name) ?? {};
      return { name: shown(name), healthCheckType, attachedBy: attachment.urn };
    });
}

/** Groups of the program that list the target group themselves. */
function selfAttachedGroups({ targetGroups }: FoundEksInstallation, { resources }: ResourceGraph): KnownGroup[] {
  const arns = targetGroups
    .flatMap(({ id, outputs }) => [id, outputs.arn])
    .filter((arn) => arn !== undefined && !isUnknown(arn));
  const urns = targetGroups.map(({ urn }) => urn);
  return resources
    .filter(({ type }) => type === groupType)
    .filter(({ inputs, propertyDependencies }) => {
      const listed = leaf(inputs, "targetGroupArns");
      const depends = (propertyDependencies.targetGroupArns ?? []).some((urn) => urns.includes(urn));
      return listOf(listed).some((arn) => arns.includes(arn)) || depends;
    })
    .map((group) => ({ ...ofStack(group), attachedBy: group.urn }));
}

function groupsOfProxyPools({ installation }: FoundEksInstallation): KnownGroup[] {
  const pools = installation.proxyNodes.flatMap((set) => set.pools);
  return (installation.network?.nodePools ?? [])
    .filter(({ name }) => pools.includes(name))
    .flatMap(({ autoScalingGroups }) => autoScalingGroups);
}

function isNamed(group: GraphResource, name: unknown, attachment: GraphResource): boolean {
  if (!isUnknown(name)) return [group.id, group.outputs.name, group.inputs.name].includes(name);
  return (attachment.propertyDependencies.autoscalingGroupName ?? []).includes(group.urn);
}

/** A group without a type has EC2 checks (EC2 Auto Scaling API, CreateAutoScalingGroup). */
function ofStack({ name, inputs }: GraphResource): KnownGroup {
  const type = leaf(inputs, "healthCheckType");
  return isUnknown(type) ? { name } : { name, healthCheckType: type === undefined ? "EC2" : shown(type) };
}
