import * as pulumi from "@pulumi/pulumi";
import { chart, publicService } from "../lls";
import { proxyCommands } from "../verify";
import { usesLoadBalancer, type AksSettings } from "./settings";

/**
 * The commands by which an operator sees, after `up`, that pods run, the proxy is healthy and the way to it is open.
 * @param ruleIds ids of the rules on network security groups
 */
export function verifyCommands(settings: AksSettings, ruleIds: pulumi.Output<string>[]): pulumi.Output<string[]> {
  const shown = ruleIds.map((id) => pulumi.interpolate`az network nsg rule show --ids ${id} --output table`);
  const service = `kubectl --namespace ${chart.namespace} get service ${publicService.name} --output wide`;
  return pulumi.all([...proxyCommands(), ...(usesLoadBalancer(settings) ? [service] : []), ...shown]);
}
