import { unknownKeyProblems, type KeysOf } from "../known-keys";
import type { Problems } from "../problems";
import type { AksLlsArgs, AksPublicIp } from "./args";

const args: KeysOf<AksLlsArgs> = {
  cluster: true,
  resourceGroup: true,
  availabilityZone: true,
  location: true,
  imageRegistry: true,
  port: true,
  allowedSources: true,
  clients: true,
  endpoint: true,
  nodePortFrom: true,
  nodePortTo: true,
  endpointHost: true,
  subnetNetworkSecurityGroups: true,
  nicNetworkSecurityGroups: true,
  pools: true,
  nicMode: true,
  nsgRules: true,
  ruleName: true,
  rulePriority: true,
  probePriority: true,
  probeRules: true,
  publicIp: true,
  healthCheckNodePort: true,
  firewallAddresses: true,
  registryCredentials: true,
  streamingProxy: true,
  workerNodeSelector: true,
  tags: true,
  network: true,
};
const publicIp: KeysOf<AksPublicIp> = {
  id: true,
  resourceGroup: true,
  location: true,
  dnsLabel: true,
  roleAssignment: true,
  clusterPrincipalId: true,
};

/** The name that other languages have for the facts. */
const otherLanguages = {
  facts: "give `network`, which recordedAks makes of the text of a facts file: recordedAks(…).args.network",
};

/** Notes the keys that `AksLls` does not have; lists and what every cloud has are looked through where they are checked. */
export function aksKeyProblems(problems: Problems, given: AksLlsArgs): void {
  unknownKeyProblems(problems, "", given, args, otherLanguages);
  unknownKeyProblems(problems, "publicIp", given.publicIp, publicIp);
}
