import ipaddr from "ipaddr.js";
import type { AzureSubnetFacts } from "../../reachability/azure/network";
import { entriesOf, fieldsOf, isHidden, knownText, knownTexts } from "../known";
import type { GraphResource } from "../resource-graph";
import { idOf, type StackIndex } from "../stack-index";
import { azureSubnetType, networkSecurityGroupType, routeTableType, virtualNetworkType } from "./resource-types";

/** The subnets that a stack makes, on their own or in the list of a virtual network; one of unknown addresses is left out. */
export function azureSubnetsOf(stack: StackIndex): AzureSubnetFacts[] {
  const own = stack
    .ofType(azureSubnetType)
    .flatMap((subnet) => subnetFacts(stack, subnet, idOf(subnet), subnet.inputs) ?? []);
  const inline = stack.ofType(virtualNetworkType).flatMap((network) =>
    (entriesOf(network.inputs.subnets) ?? []).flatMap((subnet) => {
      const id = inlineSubnetId(network, knownText(subnet.name) ?? "");
      return subnetFacts(stack, network, id, subnet, "subnets") ?? [];
    }),
  );
  return [...own, ...inline];
}

/**
 * Id of the subnet that a value names; undefined: not known. A value that is not known yet and comes from a virtual network is the network's
 * only inline subnet, if there is only one.
 */
export function azureSubnetId(
  stack: StackIndex,
  from: GraphResource,
  property: string,
  value: unknown,
): string | undefined {
  const id = stack.idIn(from, property, value, azureSubnetType);
  if (id !== undefined || !isHidden(value)) return id;
  const networks = stack.referents(from, property, value, virtualNetworkType);
  const ids = networks.flatMap((network) =>
    (entriesOf(network.inputs.subnets) ?? [{}]).map(({ name }) => inlineSubnetId(network, knownText(name) ?? "")),
  );
  return ids.length === 1 ? ids[0] : undefined;
}

/** Azure makes it of the network's id and the subnet's name. */
function inlineSubnetId(network: GraphResource, name: string): string {
  return `${idOf(network)}/subnets/${name}`;
}

/** What is not written is not attached: Azure replaces a subnet as a whole (REST API, "Subnets - Create Or Update"). */
function subnetFacts(
  stack: StackIndex,
  from: GraphResource,
  id: string,
  inputs: Record<string, unknown>,
  list?: string,
): AzureSubnetFacts | undefined {
  const several = knownTexts(inputs.addressPrefixes);
  const one = knownText(inputs.addressPrefix);
  const cidrs = [...(one === undefined ? [] : [one]), ...several.texts].filter((cidr) => ipaddr.isValidCIDR(cidr));
  if (cidrs.length === 0 || !several.complete) return undefined;
  const attached = (property: string, type: string): string | undefined => {
    const value = inputs[property];
    if (value === undefined || value === null) return "";
    return stack.idIn(from, list ?? property, isHidden(value) ? value : fieldsOf(value).id, type);
  };
  const networkSecurityGroupId = attached("networkSecurityGroup", networkSecurityGroupType);
  const routeTableId = attached("routeTable", routeTableType);
  return {
    ...{ id, cidrs },
    ...(networkSecurityGroupId !== undefined && { networkSecurityGroupId }),
    ...(routeTableId !== undefined && { routeTableId }),
  };
}
