import { everyIpv4 } from "../addresses";
import { includes } from "../intervals";
import { judge, judgeAllAlike, type Judgement } from "../judgement";
import { regionOf, subtractRegions, uniteRegions } from "../region";
import { judgeAdminRules, type AdminJudgement } from "./admin-rules";
import { inOrder, parseRule, type Effect, type FilterRules } from "./filter-rule";
import type { AksInstallation } from "./installation";
import type { AdminRuleFacts, AzureSubnetFacts } from "./network";
import {
  parseSecurityGroups,
  passSecurityGroup,
  type GroupOutcome,
  type SecurityGroups,
} from "./network-security-group";
import { boxOf, viewOf, type Direction, type Packets, type Side } from "./packets";
import { nameOfId } from "./resource-id";
import { serviceTags } from "./rule-parts";
import { virtualNetworkTag, type TagAddresses } from "./virtual-network";
import { joinReasons, shownDimensions } from "./wording";

/** Everything that filters packets at the nodes of a subnet. */
export interface SubnetFilters {
  groups: SecurityGroups;
  /** The admin rules of each network manager. Undefined: they were not read. */
  adminRules?: FilterRules[];
  /** True if the tag Internet holds nobody there, because a default route makes everybody part of VirtualNetwork. */
  internetIsEmpty: boolean;
}

/** The filters of each subnet: service tags do not mean the same in all. Parsed once for subnets in which they do. */
export type Filters = (subnet: AzureSubnetFacts | undefined) => SubnetFilters;

/** One layer of network security groups as a packet meets it. */
interface GroupLayer {
  /** `subnet NSG` or `NIC NSG`. */
  kind: string;
  /** Id of the group; null: none is attached; undefined: not known. */
  groupId?: string | null;
  /** What it is attached to, for messages. */
  owner: string;
  /** True if it is not known whether packets meet it. */
  isDoubtful?: boolean;
}

/** Parses the filters of an installation; its own groups stand above the discovered ones. */
export function parseFilters(installation: AksInstallation): Filters {
  const parsed = new Map<string, SubnetFilters>();
  return (subnet) => {
    const tag = virtualNetworkTag(installation.network, subnet);
    const key = `${tag.certain.join()};${tag.possible.join()}`;
    const filters = parsed.get(key) ?? parseWith(installation, tag);
    parsed.set(key, filters);
    return filters;
  };
}

/** The layers that packets pass where they enter or leave a node, in order: admin rules, then the groups of subnet and interface. */
export function judgeFilters(packets: Packets, direction: Direction, filters: Filters): Judgement[] {
  const { owner } = viewOf(packets, direction);
  const own = filters(owner.subnet);
  const admin = judgeAdminRules(packets, direction, own.adminRules);
  const outwards = [...nicLayers(owner), subnetLayer(owner)];
  const layers = direction === "outbound" ? outwards : outwards.reverse();
  return [admin, ...layers.map((layer) => judgeGroupLayer(packets, direction, layer, own, admin))];
}

function parseWith({ network, networkSecurityGroups }: AksInstallation, tag: TagAddresses): SubnetFilters {
  const tags = serviceTags(tag);
  const groups = [...(network?.networkSecurityGroups ?? []), ...networkSecurityGroups];
  const parse = (facts: AdminRuleFacts) => ({
    rule: parseRule(facts, effectOf(facts), tags),
    inbound: facts.inbound,
  });
  return {
    groups: parseSecurityGroups(groups, tags),
    adminRules: network?.adminRules && byManager(network.adminRules).map((rules) => inOrder(rules.map(parse))),
    internetIsEmpty: includes(tag.certain, everyIpv4),
  };
}

function byManager(rules: readonly AdminRuleFacts[]): AdminRuleFacts[][] {
  const managers = new Map<string, AdminRuleFacts[]>();
  for (const rule of rules) {
    const id = (rule.networkManagerId ?? "").toLowerCase();
    managers.set(id, [...(managers.get(id) ?? []), rule]);
  }
  return [...managers.values()];
}

const podsOfTheirOwn =
  "whether packets of pods in a subnet of their own meet the group of their node's interfaces is not documented";

const emptyInternet =
  "the tag Internet holds nobody here, because the default route of the subnet leads to an appliance or a gateway";

/** `Allow` leaves the packet to the network security groups. */
function effectOf({ access }: AdminRuleFacts): Effect {
  const effects: Record<string, Effect> = { deny: "deny", alwaysallow: "alwaysAllow" };
  return effects[access.toLowerCase()] ?? "continue";
}

function subnetLayer({ label, subnet }: Side): GroupLayer {
  const groupId = subnet?.networkSecurityGroupId;
  const owner = subnet ? `subnet ${nameOfId(subnet.id)}` : `the subnet of the ${label}`;
  return { kind: "subnet NSG", groupId: groupId === "" ? null : groupId, owner };
}

function nicLayers({ label, nicGroupIds, nicGroupsDoubtful: isDoubtful }: Side): GroupLayer[] {
  const layer = { kind: "NIC NSG", owner: `the interfaces of the ${label}`, isDoubtful };
  if (!nicGroupIds) return [layer];
  return nicGroupIds.length === 0
    ? [{ ...layer, groupId: null }]
    : nicGroupIds.map((groupId) => ({ ...layer, groupId }));
}

function judgeGroupLayer(
  packets: Packets,
  direction: Direction,
  layer: GroupLayer,
  { groups, internetIsEmpty }: SubnetFilters,
  admin: AdminJudgement,
): Judgement {
  const { kind, groupId, owner } = layer;
  const group = groupId ? groups.get(groupId.toLowerCase()) : undefined;
  const title = groupId ? `${kind} ${group?.title ?? `'${nameOfId(groupId)}'`}` : `${kind} of ${owner}`;
  const wording = { name: `${title}, ${direction}`, rule: null, code: null };
  const asked = boxOf(packets);
  if (admin.always.admitted.length > 0 && subtractRegions(regionOf(asked), admin.always.admitted).length === 0) {
    return judgeAllAlike(asked, packets.protocol, "open", { ...wording, reason: `${title}: ${admin.alwaysReason}` });
  }

  const own = passLayer(packets, direction, layer, group?.rules);
  const outcome = {
    admitted: uniteRegions(own.admitted, admin.always.admitted),
    possible: layer.isDoubtful ? regionOf(asked) : uniteRegions(own.possible, admin.always.possible),
  };
  const mayBeSkipped = subtractRegions(admin.always.possible, admin.always.admitted).length > 0;
  return judge(asked, packets.protocol, shownDimensions(packets, direction, outcome), outcome, (verdict, lost) => {
    const { rule, reasons } = own.explain(verdict, lost);
    const doubts = verdict === "unknown" && mayBeSkipped ? ["admin rules may always allow it"] : [];
    // Only where it would take something away it matters that it may not be met.
    const unmet =
      verdict === "unknown" && layer.isDoubtful ? [...own.explain("closed", lost).reasons, podsOfTheirOwn] : [];
    const forced = verdict !== "open" && internetIsEmpty && rule !== null ? [emptyInternet] : [];
    return { ...wording, rule, reason: `${title}: ${joinReasons([...reasons, ...doubts, ...unmet, ...forced])}` };
  });
}

function passLayer(
  packets: Packets,
  direction: Direction,
  { groupId }: GroupLayer,
  rules: FilterRules | undefined,
): GroupOutcome {
  if (rules) return passSecurityGroup(packets, direction, rules);
  const everything = regionOf(boxOf(packets));
  const say = (reason: string) => () => ({ rule: null, reasons: [reason] });
  if (groupId === null) {
    return { admitted: everything, possible: everything, explain: say("none is attached, everything passes") };
  }
  const reason = groupId ? "its rules were not read" : "it is not known which";
  return { admitted: [], possible: everything, explain: say(reason) };
}
