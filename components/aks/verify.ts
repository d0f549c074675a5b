import * as pulumi from "@pulumi/pulumi";
import { chart, publicService } from "../lls";
import { proxyCommands } from "../verify";
import type { NetworkRule } from "./network-rules";
import { usesLoadBalancer, type AksSettings } from "./settings";

/** The commands by which an operator sees, after `up`, that pods run, the proxy is healthy and the way to it is open. */
export function verifyCommands(settings: AksSettings, rules: NetworkRule[]): pulumi.Output<string[]> {
  const shown = rules.map(
    ({ group, name }) =>
      pulumi.interpolate`az network nsg rule show --ids ${group.id}/securityRules/${name} --output table`,
  );
  const service = `kubectl --namespace ${chart.namespace} get service ${publicService.name} --output wide`;
  return pulumi.all([...proxyCommands(), ...(usesLoadBalancer(settings) ? [service] : []), ...shown]);
}
