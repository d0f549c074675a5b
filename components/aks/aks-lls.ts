import * as pulumi from "@pulumi/pulumi";
import type { AzureNetwork } from "../../reachability/azure/network";
import { claim, kubernetesClaim, nameClaims } from "../claims";
import { ports, publicService } from "../lls";
import { checkOptions, providerOf } from "../providers";
import { proxyName, StreamingProxy } from "../streaming-proxy";
import { tagger } from "../tags";
import type { AksLlsArgs } from "./args";
import { aksClaims, neededProviders } from "./claims";
import { networkRules } from "./network-rules";
import { checkedRuleIds, groupProviders, networkSecurityRules } from "./network-security-groups";
import { validateAksLls } from "./problems";
import { publicIp } from "./public-ip";
import { proxyService } from "./public-service";
import { aksSettings, usesLoadBalancer } from "./settings";
import { verifyCommands } from "./verify";

const type = "nvcf-lls:index:AksLls";

/**
 * Low Latency Streaming on an AKS cluster: the rules on the network security groups of the nodes' subnets and interfaces,
 * the streaming proxy, and, if wanted, a load balancer with a static public address in front of it.
 * It owns rules, public IP and Service; nothing that AKS made is owned, changed or deleted.
 * Costs, besides the proxy's node: with a load balancer one public IPv4 address and one rule of the cluster's load balancer.
 * Needs explicit providers of azure-native, where it makes anything there, and kubernetes, because default ones lead to wherever the machine does.
 * Throws BadInput with every problem of the arguments, before anything is registered.
 */
export class AksLls extends pulumi.ComponentResource {
  /** Name or address that browsers are told. */
  readonly endpointHost: pulumi.Output<string>;
  /** UDP port that browsers are told. */
  readonly endpointPort: pulumi.Output<number>;
  /** Id of the load balancer's public IP; absent without a load balancer. */
  readonly publicIpId?: pulumi.Output<string>;
  /** The public address, if this component made it. */
  readonly publicIpAddress?: pulumi.Output<string>;
  /** Name of the load balancer's Service; absent without a load balancer. */
  readonly serviceName?: pulumi.Output<string>;
  /** Name of the cluster. */
  readonly cluster: pulumi.Output<string>;
  /** Azure location of the cluster. */
  readonly location: pulumi.Output<string>;
  /** Zone that the proxy is pinned to; absent where it is not. */
  readonly availabilityZone?: pulumi.Output<string>;
  /** Namespace of the proxy. */
  readonly namespace: pulumi.Output<string>;
  /** Name of the Helm release. */
  readonly releaseName: pulumi.Output<string>;
  /** Version of the chart that is installed. */
  readonly chartVersion: pulumi.Output<string>;
  /** The discovered facts as given, for verdicts and policies. */
  readonly network?: pulumi.Output<AzureNetwork>;
  /** Commands that an operator runs after `up`. */
  readonly verify: pulumi.Output<string[]>;

  constructor(name: string, args: AksLlsArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `AksLls '${name}'`;
    validateAksLls(subject, args);
    const settings = aksSettings(subject, args);
    const rules = networkRules(settings);
    checkOptions(subject, name, opts, neededProviders(settings, rules, groupProviders(args)));
    claim(subject, [
      ...nameClaims(type, name, opts?.parent),
      kubernetesClaim(providerOf("kubernetes", opts)!, proxyName(name)),
      ...aksClaims(settings, rules),
    ]);
    super(type, name, { ...settings }, opts);

    const child = { parent: this };
    const tags = tagger(settings.cluster, settings.tags);
    const securityRules = networkSecurityRules(name, rules, groupProviders(args), child);
    const ip = settings.publicIp && publicIp(name, settings, settings.publicIp, tags, child);
    const host = (settings.endpointHost ?? ip?.host) as pulumi.Input<string>;
    const port = usesLoadBalancer(settings) ? settings.port : ports.mediaNodePort;
    const proxy = new StreamingProxy(
      proxyName(name),
      {
        imageRegistry: args.imageRegistry,
        port,
        host,
        availabilityZones: settings.availabilityZone ? [`${settings.location}-${settings.availabilityZone}`] : [],
        registryCredentials: args.registryCredentials,
        options: args.streamingProxy,
      },
      { ...child, dependsOn: securityRules },
    );
    if (ip) {
      const dependsOn = [...securityRules, ...ip.rights];
      proxyService(name, settings, proxy.namespace, ip.id, { ...child, dependsOn });
      this.publicIpId = pulumi.output(ip.id);
      this.publicIpAddress = ip.address;
      this.serviceName = pulumi.output<string>(publicService.name);
    }

    this.endpointHost = pulumi.output(host);
    this.endpointPort = pulumi.output(port);
    this.cluster = pulumi.output(settings.cluster);
    this.location = pulumi.output(settings.location);
    if (settings.availabilityZone) this.availabilityZone = pulumi.output(settings.availabilityZone);
    this.namespace = proxy.namespace;
    this.releaseName = proxy.releaseName;
    this.chartVersion = proxy.chartVersion;
    if (args.network !== undefined) this.network = pulumi.output(args.network);
    this.verify = verifyCommands(settings, checkedRuleIds(subject, settings, rules, securityRules));
    this.registerOutputs({
      endpointHost: this.endpointHost,
      endpointPort: this.endpointPort,
      publicIpId: this.publicIpId,
      publicIpAddress: this.publicIpAddress,
      serviceName: this.serviceName,
      cluster: this.cluster,
      location: this.location,
      availabilityZone: this.availabilityZone,
      namespace: this.namespace,
      releaseName: this.releaseName,
      chartVersion: this.chartVersion,
      network: this.network,
      verify: this.verify,
    });
  }
}
