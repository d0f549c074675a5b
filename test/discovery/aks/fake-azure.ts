import type * as pulumi from "@pulumi/pulumi";
import type { ArmReader } from "../../../discovery/aks/arm-reader";
import { type AksCall, azureActions } from "../../../discovery/aks/azure-actions";
import { ArmError } from "../../../discovery/arm-client";
import type { CloudData } from "./cloud-data";

/** Ways in which the order of Azure's answers differs. */
export type Order = <Item>(items: Item[]) => Item[];

/** An Azure that answers discovery from memory, refuses actions, and keeps a log of the calls. */
export class FakeAzure {
  readonly log: { call: AksCall; provider?: string }[] = [];
  readonly warnings: string[] = [];

  /**
   * @param data what exists
   * @param denied actions that are refused
   * @param order order of every list in an answer
   */
  constructor(
    private readonly data: CloudData,
    private readonly denied: string[] = [],
    private readonly order: Order = (items) => items,
  ) {}

  /** The distinct calls, sorted. */
  get calls(): AksCall[] {
    return [...new Set(this.log.map(({ call }) => call))].sort();
  }

  /** Provider functions, as the SDK's mocks ask for them; the errors are worded as the provider's. */
  readonly invoke = ({ token, inputs, provider }: pulumi.runtime.MockCallArgs): Record<string, unknown> => {
    const call = token.split(":").at(-1) as AksCall;
    this.enter(call, provider);
    const { cluster, kubeconfig } = this.data;
    if (inputs.resourceName !== cluster.name) {
      throw apiError(
        404,
        "ResourceNotFound",
        "The Resource 'Microsoft.ContainerService/managedClusters/…' was not found.",
      );
    }
    return call === "getManagedCluster"
      ? { ...cluster, agentPoolProfiles: this.order(cluster.agentPoolProfiles as unknown[]) }
      : { kubeconfigs: [{ name: "clusterUser", value: Buffer.from(kubeconfig).toString("base64") }] };
  };

  /** Azure Resource Manager. Ids are compared without regard to case. */
  readonly arm: ArmReader = {
    subnet: async (id) => this.one("subnet", this.data.subnets, id),
    networkSecurityGroup: async (id) =>
      this.shuffled(this.one("networkSecurityGroup", this.data.networkSecurityGroups, id)),
    routeTable: async (id) => {
      const table = this.one("routeTable", this.data.routeTables, id);
      return { ...table, properties: { routes: this.order(table.properties.routes ?? []) } };
    },
    virtualNetwork: async (id) => this.one("virtualNetwork", this.data.virtualNetworks, id),
    networkSecurityGroups: async (group) =>
      this.within("networkSecurityGroups", this.data.networkSecurityGroups, group).map((nsg) => this.shuffled(nsg)),
    scaleSets: async (group) => this.within("scaleSets", this.data.scaleSets, group),
    effectiveAdminRules: async (id) => {
      this.enter("effectiveAdminRules");
      return this.data.virtualNetworks.some((vnet) => same(vnet.id, id)) ? this.order(this.data.adminRules) : [];
    },
  };

  private shuffled(nsg: CloudData["networkSecurityGroups"][number]): CloudData["networkSecurityGroups"][number] {
    const rules = this.order(nsg.properties.securityRules ?? []).map(({ name, properties }) => ({
      name,
      properties: { ...properties, sourceAddressPrefixes: this.order(properties.sourceAddressPrefixes ?? []) },
    }));
    return { ...nsg, properties: { securityRules: rules } };
  }

  private one<Resource extends { id: string }>(call: AksCall, resources: Resource[], id: string): Resource {
    this.enter(call);
    const found = resources.find((resource) => same(resource.id, id));
    if (!found) throw new ArmError("NotFound", id, "HTTP 404, ResourceNotFound");
    return found;
  }

  private within<Resource extends { id: string }>(call: AksCall, resources: Resource[], group: string): Resource[] {
    this.enter(call);
    return this.order(resources.filter(({ id }) => same(id.slice(0, group.length + 1), `${group}/`)));
  }

  private enter(call: AksCall, provider?: string): void {
    this.log.push({ call, ...(provider && { provider }) });
    const action = azureActions[call];
    if (this.denied.includes(action)) throw apiError(403, "AuthorizationFailed", `no authorization for '${action}'`);
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** An error as both ways have it: a code in `name` from Resource Manager, `details` from the engine. */
function apiError(status: number, code: string, message: string): Error {
  const details = `RESPONSE ${status}\nERROR CODE: ${code}\n${message}`;
  return Object.assign(new Error(details), { name: code, details });
}
