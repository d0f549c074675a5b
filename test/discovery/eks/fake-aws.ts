import type { Filter } from "@aws-sdk/client-ec2";
import type * as pulumi from "@pulumi/pulumi";
import type { Ec2Reader } from "../../../discovery/eks/ec2-reader";
import { type EksCall, iamActions } from "../../../discovery/eks/iam-actions";
import { cluster, type CloudData, vpcId } from "./cloud-data";

/** Ways in which the order of AWS's answers differs. */
export type Order = <Item>(items: Item[]) => Item[];

/** An AWS that answers discovery from memory, refuses actions, and keeps a log of the calls. */
export class FakeAws {
  readonly log: { call: EksCall; provider?: string }[] = [];
  readonly warnings: string[] = [];

  /**
   * @param data what exists
   * @param denied IAM actions that are refused
   * @param order order of every list in an answer
   */
  constructor(
    private readonly data: CloudData,
    private readonly denied: string[] = [],
    private readonly order: Order = (items) => items,
  ) {}

  /** The distinct calls, sorted. */
  get calls(): EksCall[] {
    return [...new Set(this.log.map(({ call }) => call))].sort();
  }

  /** Provider functions, as the SDK's mocks ask for them. */
  readonly invoke = ({ token, inputs, provider }: pulumi.runtime.MockCallArgs): Record<string, unknown> => {
    const call = token.split(":").at(-1) as EksCall;
    this.enter(call, provider);
    switch (call) {
      case "getCallerIdentity":
        return { accountId: "123456789012" };
      case "getCluster":
        if (inputs.name !== cluster) throw apiError("ResourceNotFoundException", "No cluster found for name");
        return {
          name: cluster,
          endpoint: "https://example.com",
          certificateAuthorities: [{ data: "RVhBTVBMRQ==" }],
          version: "1.33",
          computeConfigs: [],
          kubernetesNetworkConfigs: [{ ipFamily: "ipv4" }],
          vpcConfig: { vpcId, clusterSecurityGroupId: this.data.clusterSecurityGroupId },
        };
      case "getNodeGroups":
        return { names: this.order(this.data.nodeGroups.map(({ nodeGroupName }) => nodeGroupName)) };
      case "getNodeGroup":
        return only(this.data.nodeGroups, (group) => group.nodeGroupName === inputs.nodeGroupName);
      case "getAmiIds":
        return {
          names: this.select(this.data.autoScalingGroups, inputs.filters.map(apiFilter), {
            "tag-key": ({ tags = [] }) => tags.map(({ key }) => key),
          }).map(({ name }) => name),
        };
      case "getGroup":
        return only(this.data.autoScalingGroups, (group) => group.name === inputs.name);
      case "getSubnets":
        return {
          ids: this.select(this.data.subnets, inputs.filters.map(apiFilter), subnetFilters).map((s) => s.SubnetId),
        };
      default:
        throw new Error(`unexpected invoke ${token}`);
    }
  };

  /** EC2. Unknown filters are errors, so that none is ignored. */
  readonly ec2: Ec2Reader = {
    describeSubnets: async ({ Filters }) => this.answer("describeSubnets", this.data.subnets, Filters, subnetFilters),
    describeInstances: async ({ Filters }) =>
      this.answer("describeInstances", this.data.instances, Filters, {
        "vpc-id": (instance) => [instance.VpcId],
        "instance-state-name": (instance) => [instance.State?.Name],
        "tag-key": (instance) => instance.Tags?.map(({ Key }) => Key) ?? [],
      }).map((instance) => ({
        ...instance,
        Tags: this.order(instance.Tags ?? []),
        NetworkInterfaces: this.order(instance.NetworkInterfaces ?? []).map((nic) => ({
          ...nic,
          Groups: this.order(nic.Groups ?? []),
        })),
      })),
    describeSecurityGroups: async ({ Filters }) =>
      this.answer("describeSecurityGroups", this.data.securityGroups, Filters, {
        "group-id": (group) => [group.GroupId],
      }),
    describeSecurityGroupRules: async ({ Filters }) =>
      this.answer("describeSecurityGroupRules", this.data.securityGroupRules, Filters, {
        "group-id": (rule) => [rule.GroupId],
      }),
    describeNetworkAcls: async ({ Filters }) =>
      this.answer("describeNetworkAcls", this.data.networkAcls, Filters, { "vpc-id": (acl) => [acl.VpcId] }).map(
        (acl) => ({ ...acl, Entries: this.order(acl.Entries ?? []), Associations: this.order(acl.Associations ?? []) }),
      ),
    describeRouteTables: async ({ Filters }) =>
      this.answer("describeRouteTables", this.data.routeTables, Filters, { "vpc-id": (table) => [table.VpcId] }).map(
        (table) => ({ ...table, Routes: this.order(table.Routes ?? []) }),
      ),
    describeVpcs: async ({ Filters }) =>
      this.answer("describeVpcs", this.data.vpcs, Filters, { "vpc-id": (vpc) => [vpc.VpcId] }),
    describeVpcBlockPublicAccessOptions: async () => {
      this.enter("describeVpcBlockPublicAccessOptions");
      return this.data.blockPublicAccess;
    },
    describeVpcBlockPublicAccessExclusions: async ({ Filters }) =>
      this.answer("describeVpcBlockPublicAccessExclusions", this.data.exclusions, Filters, {
        state: (exclusion) => [exclusion.State],
      }),
    describeManagedPrefixLists: async ({ Filters }) =>
      this.answer("describeManagedPrefixLists", this.data.prefixLists, Filters, {
        "prefix-list-id": ({ id }) => [id],
      }).map(({ id, name }) => ({ PrefixListId: id, PrefixListName: name })),
    getManagedPrefixListEntries: async ({ PrefixListId }) => {
      this.enter("getManagedPrefixListEntries");
      const list = this.data.prefixLists.find(({ id }) => id === PrefixListId);
      return this.order(list?.cidrs ?? []).map((Cidr) => ({ Cidr }));
    },
    describeLaunchTemplateVersions: async ({ LaunchTemplateId, Versions }) => {
      this.enter("describeLaunchTemplateVersions");
      const version = this.data.launchTemplates[LaunchTemplateId ?? ""];
      return version && Versions?.[0] === "3" ? [version] : [];
    },
  };

  private answer<Item>(call: EksCall, items: Item[], filters: Filter[] | undefined, known: FiltersOf<Item>): Item[] {
    this.enter(call);
    return this.select(items, filters, known);
  }

  private select<Item>(items: Item[], filters: Filter[] = [], known: FiltersOf<Item>): Item[] {
    const kept = items.filter((item) =>
      filters.every(({ Name = "", Values = [] }) => {
        if (Values.length === 0 || Values.length > 200) throw new Error(`filter ${Name} has ${Values.length} values`);
        const value = known[Name];
        if (!value) throw new Error(`filter ${Name} is not known here`);
        return value(item).some((one) => one !== undefined && Values.includes(one));
      }),
    );
    return this.order(kept);
  }

  private enter(call: EksCall, provider?: string): void {
    this.log.push({ call, ...(provider && { provider }) });
    if (this.denied.includes(iamActions[call])) {
      throw apiError("UnauthorizedOperation", `not authorized to perform: ${iamActions[call]}`);
    }
  }
}

/** An error as both ways have it: a code in `name` from the SDK, `details` from the engine. */
function apiError(code: string, message: string): Error {
  const details = `api error ${code}: ${message}`;
  return Object.assign(new Error(details), { name: code, details });
}

type FiltersOf<Item> = Record<string, (item: Item) => (string | undefined)[]>;

const subnetFilters: FiltersOf<CloudData["subnets"][number]> = {
  "vpc-id": (subnet) => [subnet.VpcId],
  "subnet-id": (subnet) => [subnet.SubnetId],
};

function apiFilter({ name, values }: { name: string; values: string[] }): Filter {
  return { Name: name, Values: values };
}

function only<Item>(items: Item[], matches: (item: Item) => boolean): Record<string, unknown> {
  const found = items.filter(matches);
  if (found.length !== 1) throw new Error(`${found.length} things of that name`);
  return found[0] as Record<string, unknown>;
}
