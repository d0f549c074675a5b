import {
  autoScalingAttachmentType,
  autoScalingGroupType,
  targetGroupType,
  trafficSourceType,
} from "../../graph/aws/resource-types";
import { groupBy } from "../../graph/group-by";
import { knownText, listOf } from "../../graph/known";
import type { FoundEksInstallation } from "../../graph/lls-installation";
import { plainType } from "../../graph/plain-type";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { StackIndex } from "../../graph/stack-index";
import { registeredBy } from "../../graph/targets";
import { isUnknown } from "../../graph/unknown";
import { leaf, shown } from "../leaf";
import { once } from "../once";
import { stackIndexOf } from "./stack-index";

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

/** The Auto Scaling groups that the program attaches to the target group, and those of the proxy's nodes. */
export function judgeAutoScaling(found: FoundEksInstallation, graph: ResourceGraph): AutoScalingFindings {
  const stack = stackIndexOf(graph);
  const groups = [...attachedGroups(found, stack), ...selfAttachedGroups(found, stack), ...groupsOfProxyPools(found)];
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

function attachedGroups({ targetRegistrations, installation }: FoundEksInstallation, stack: StackIndex): KnownGroup[] {
  const pools = installation.network?.nodePools ?? [];
  const recorded = pools.flatMap(({ autoScalingGroups }) => autoScalingGroups);
  return targetRegistrations
    .filter(({ type }) => [autoScalingAttachmentType, trafficSourceType].includes(plainType(type)))
    .flatMap((attachment): KnownGroup[] => {
      const attachedBy = attachment.urn;
      const made = registeredBy(stack, attachment);
      if (made.length > 0) {
        // The others are managed node groups, whose Auto Scaling groups EKS makes with EC2 health checks.
        const groups = made.filter(({ type }) => plainType(type) === autoScalingGroupType);
        return groups.map((group) => ({ ...ofStack(group), attachedBy }));
      }
      const name = knownText(leaf(attachment.inputs, "autoscalingGroupName"));
      if (name === undefined) return [{ name: `that ${attachment.name} attaches`, attachedBy }];
      const { healthCheckType } = recorded.find((group) => group.name === name) ?? {};
      return [{ name, healthCheckType, attachedBy }];
    });
}

/** Groups of the program that list the target group themselves. */
function selfAttachedGroups({ targetGroups }: FoundEksInstallation, stack: StackIndex): KnownGroup[] {
  const byTargetGroup = groupsByTargetGroup(stack);
  return targetGroups.flatMap(({ urn }) => byTargetGroup.get(urn) ?? []);
}

const groupsByTargetGroup = once((stack: StackIndex): ReadonlyMap<string, KnownGroup[]> => {
  const pairs = stack.ofType(autoScalingGroupType).flatMap((group) => {
    const { targetGroupArns, trafficSources } = group.inputs;
    const arns = isUnknown(targetGroupArns) ? [targetGroupArns] : listOf(targetGroupArns);
    const sources = listOf(trafficSources).map((source) => leaf(source, "identifier"));
    const listed = [
      ...arns.flatMap((arn) => stack.referents(group, "targetGroupArns", arn, targetGroupType)),
      ...sources.flatMap((arn) => stack.referents(group, "trafficSources", arn, targetGroupType)),
    ];
    return listed.map(({ urn }) => ({ urn, group: { ...ofStack(group), attachedBy: group.urn } }));
  });
  const grouped = groupBy(pairs, ({ urn }) => urn);
  return new Map([...grouped].map(([urn, each]) => [urn, each.map(({ group }) => group)]));
});

function groupsOfProxyPools({ installation }: FoundEksInstallation): KnownGroup[] {
  const pools = new Set(installation.proxyNodes.flatMap((set) => set.pools));
  return (installation.network?.nodePools ?? [])
    .filter(({ name }) => pools.has(name))
    .flatMap(({ autoScalingGroups }) => autoScalingGroups);
}

/** A group without a type has EC2 checks (EC2 Auto Scaling API, CreateAutoScalingGroup). */
function ofStack({ name, inputs }: GraphResource): KnownGroup {
  const type = leaf(inputs, "healthCheckType");
  return isUnknown(type) ? { name } : { name, healthCheckType: type === undefined ? "EC2" : shown(type) };
}
