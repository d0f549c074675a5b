import type * as pulumi from "@pulumi/pulumi";
import type { AzureNetwork } from "../../reachability/azure/network";
import type { ProxyOptions, RegistryCredentials } from "../streaming-proxy-args";

/** Where browsers send media to. */
export const AksEndpointKind = {
  /** NodePorts of the nodes themselves, the guide's way; nodes need public addresses, or a firewall in front. */
  NodePorts: "nodePorts",
  /** A load balancer with a static public address. */
  LoadBalancer: "loadBalancer",
  /** Both; browsers are told the load balancer. */
  Both: "both",
} as const;
export type AksEndpointKind = (typeof AksEndpointKind)[keyof typeof AksEndpointKind];

/** How the managed network security group of the nodes' interfaces is opened. */
export const AksNicMode = {
  /** A rule of ours on it. Microsoft does not support such edits. */
  NsgRules: "nsgRules",
  /** By AKS itself, from `allowedHostPorts` of the agent pools, which must be set; with discovered facts given the component checks it. */
  AllowedHostPorts: "allowedHostPorts",
} as const;
export type AksNicMode = (typeof AksNicMode)[keyof typeof AksNicMode];

/** Who makes something that may exist already. */
export const AksOwnership = {
  /** The component makes it. */
  Create: "create",
  /** It exists already; the plan proves it where it can. */
  Assume: "assume",
} as const;
export type AksOwnership = (typeof AksOwnership)[keyof typeof AksOwnership];

/** A network security group that gets our rules. */
export interface AksNetworkSecurityGroup {
  /** Resource id, /subscriptions/…/networkSecurityGroups/…. */
  id: pulumi.Input<string>;
  /** Stable name in the rules' logical names. Default: the group's name; required if the id is an Output. A change replaces the rules. */
  key?: string;
  /**
   * An azure-native provider (`pulumi.ProviderResource`) of the group's subscription, where that is not the one of the component's
   * own provider. The type is open because Pulumi infers a schema from these arguments, which has no provider as a property.
   */
  provider?: any;
}

/** Public address of the load balancer. */
export interface AksPublicIp {
  /** Id of an existing static Standard public IP in the cluster's subscription; `endpointHost` is required then. Absent: a new one is made in `resourceGroup`. */
  id?: pulumi.Input<string>;
  /**
   * Resource group of the new public IP; not the node resource group. Required without `id`. A change makes another address. Azure gives a DNS
   * label once: one that is to stay has to be left out of the `pulumi up` that makes it, and can be given again in the next.
   */
  resourceGroup?: pulumi.Input<string>;
  /** Location of the new public IP, the cluster's. Required without `id`. */
  location?: pulumi.Input<string>;
  /** DNS label on the public IP: <label>.<location>.cloudapp.azure.com. Absent: browsers are told the address. Only for a new public IP. */
  dnsLabel?: string;
  /** Who gives the cluster's identity the rights to join the public IP and to read its resource group. Default `create`. */
  roleAssignment?: AksOwnership;
  /** Principal id of the cluster's identity; required with roleAssignment `create`. */
  clusterPrincipalId?: pulumi.Input<string>;
}

/** Arguments of `AksLls`. */
export interface AksLlsArgs {
  /** Name of the AKS cluster. Used in descriptions and messages. */
  cluster: string;
  /** Resource group of the cluster. Used in the commands of messages only. */
  resourceGroup?: string;
  /** Zone `"1"`-`"3"` that the proxy is pinned to. Absent: not pinned (unzoned pools). A change restarts the proxy. */
  availabilityZone?: string;
  /** Azure location of the cluster, for example westeurope: part of the zone's node label. */
  location: string;
  /** Registry host and path prefix, for example example.azurecr.io/nvcf. */
  imageRegistry: string;
  /** UDP port of the load balancer; not with endpoint `nodePorts`, where browsers are told NodePort 30504. Default 5004 (guide). */
  port?: number;
  /** Who may send, IPv4 CIDRs or the service tag `Internet`. Default `Internet`. */
  allowedSources?: string[];
  /** Who the browsers are, IPv4 CIDRs: the audience of the verdict. Default 0.0.0.0/0, or `allowedSources` where those are CIDRs. */
  clients?: string[];
  /** Where browsers send media to. Default `nodePorts` (guide). */
  endpoint?: AksEndpointKind;
  /** First NodePort to open, 30000-32767: AKS has no others. Not with endpoint `loadBalancer`. Default 30000 (guide). */
  nodePortFrom?: number;
  /** Last NodePort to open. Not with endpoint `loadBalancer`. Default 32767 (guide). */
  nodePortTo?: number;
  /** Public name or address that browsers are told: required with endpoint `nodePorts`, with `publicIp.id` and with `firewallAddresses`; elsewhere instead of the public IP's. A change restarts the proxy. */
  endpointHost?: string;
  /** Groups of the nodes' subnets: every one gets our rules. May be empty where no subnet has one. */
  subnetNetworkSecurityGroups: AksNetworkSecurityGroup[];
  /**
   * Groups of the nodes' interfaces: every one gets our rules for NodePorts, unless `nicMode` is `allowedHostPorts`; for a load
   * balancer the cloud controller opens them. A group of both layers is listed in both.
   */
  nicNetworkSecurityGroups: AksNetworkSecurityGroup[];
  /** Names of the agent pools that are opened; with `nicMode` `allowedHostPorts` these have to allow the range. Default: all that the discovered facts hold. */
  pools?: string[];
  /** How the interfaces' groups are opened. Not with endpoint `loadBalancer`. Default `nsgRules` (guide). */
  nicMode?: AksNicMode;
  /**
   * Who makes the rules. Default `create`. With `assume` none is made: their owners have made one on every group of both layers,
   * of any name and priority, and the verdict counts what stands there. A change from `create` deletes the rules.
   */
  nsgRules?: AksOwnership;
  /** Name of the rule. Default `allow-udp-nodeports-webrtc` (guide). A change replaces the rules. */
  ruleName?: string;
  /**
   * Priority of the rule, 100-4096. Default 400: the guide's 510 lies in the range that the cloud controller allocates from. A change to the
   * priority that the probe's rule has so far needs another `pulumi up` before, which changes that one: Azure refuses two rules of one priority.
   */
  rulePriority?: number;
  /** Priority of the rule for the load balancer's probe, made only where `probeRules` names groups. Not with endpoint `nodePorts`. Default 401. */
  probePriority?: number;
  /** Keys of subnet groups in which a deny would catch the load balancer's probe and that get a rule for it. */
  probeRules?: string[];
  /** Public address, with endpoint `loadBalancer` or `both`. */
  publicIp?: AksPublicIp;
  /** TCP port on which each node answers the load balancer's probe. Not with endpoint `nodePorts`. Default 32504. */
  healthCheckNodePort?: number;
  /**
   * Private IPv4 addresses or CIDRs of a firewall that stands in front; the rules then admit these instead of `allowedSources`. Azure Firewall
   * sends from any address of its subnet, so give the range of AzureFirewallSubnet.
   */
  firewallAddresses?: string[];
  /**
   * Pull credentials of the proxy. Absent: the kubelet identity pulls (ACR). Give the Kubernetes provider `enableSecretMutable: true`: without
   * it, new ones delete the Secret and make it again, and a pod that starts in between cannot pull.
   */
  registryCredentials?: RegistryCredentials;
  /** Choices of the proxy. `mediaPort` is required with a load balancer. */
  streamingProxy?: ProxyOptions;
  /** Labels of worker nodes, for the verdict. Default `nvcf.nvidia.com/workload: gpu`. */
  workerNodeSelector?: Record<string, string>;
  /** Further tags on every taggable resource. */
  tags?: Record<string, string>;
  /** Discovered facts, registered as the output `network` for verdicts and policies. They decide nothing. */
  network?: AzureNetwork;
}
