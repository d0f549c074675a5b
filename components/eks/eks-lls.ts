import * as pulumi from "@pulumi/pulumi";
import type { AwsNetwork } from "../../reachability/aws/network";
import { claim, kubernetesClaim, nameClaims } from "../claims";
import { newEnoughEngine } from "../engine-version";
import { displayNames, purposes } from "../lls";
import { hostNotMade, ofMade } from "../of-made";
import { checkOptions, providerOf } from "../providers";
import { proxyName, StreamingProxy } from "../streaming-proxy";
import { tagger } from "../tags";
import type { EksLlsArgs } from "./args";
import { eksClaims, neededProviders } from "./claims";
import { loadBalancerAddress, loadBalancerOptions, networkLoadBalancer } from "./load-balancer";
import { validateEksLls } from "./problems";
import { loadBalancerGroup, securityGroupRules } from "./security-groups";
import { loadBalancerKey, securityRules } from "./security-rules";
import { eksSettings } from "./settings";
import { mediaTargetGroup, udpListener } from "./target-group";
import { registerTargets } from "./targets";
import { verifyCommands } from "./verify";

const type = "nvcf-lls:index:EksLls";

/**
 * Low Latency Streaming on an EKS cluster: an internet-facing Network Load Balancer with its security group, the rules on
 * the nodes' groups, a target group that follows the nodes, and the streaming proxy behind it, all in one zone.
 * Costs, besides the proxy's node: one Network Load Balancer and one public IPv4 address.
 * Needs explicit providers of aws and kubernetes, because default ones lead to wherever the machine does.
 * Throws BadInput with every problem of the arguments, before anything is registered.
 */
export class EksLls extends pulumi.ComponentResource {
  /** Name or address that browsers are told. */
  readonly endpointHost: pulumi.Output<string>;
  /** UDP port that browsers are told. */
  readonly endpointPort: pulumi.Output<number>;
  /** ARN of the load balancer, for example for further listeners. */
  readonly loadBalancerArn: pulumi.Output<string>;
  /** Name of the load balancer that AWS made. */
  readonly loadBalancerDnsName: pulumi.Output<string>;
  /** Hosted zone id of that name, for an alias record in Route 53. */
  readonly loadBalancerZoneId: pulumi.Output<string>;
  /** Id of the load balancer's security group. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the media's target group. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** ARN of the media's listener. */
  readonly listenerArn: pulumi.Output<string>;
  /** Allocation id of the Elastic IP; absent with dynamic addressing. */
  readonly allocationId?: pulumi.Output<string>;
  /** The Elastic IP, if this component allocated it. */
  readonly elasticIpAddress?: pulumi.Output<string>;
  /** Name of the cluster. */
  readonly cluster: pulumi.Output<string>;
  /** Region of the cluster. */
  readonly region: pulumi.Output<string>;
  /** Zone of load balancer and proxy. */
  readonly availabilityZone: pulumi.Output<string>;
  /** Namespace of the proxy. */
  readonly namespace: pulumi.Output<string>;
  /** Name of the Helm release. */
  readonly releaseName: pulumi.Output<string>;
  /** Version of the chart that is installed. */
  readonly chartVersion: pulumi.Output<string>;
  /** The discovered facts as given, for verdicts and policies. */
  readonly network?: pulumi.Output<AwsNetwork>;
  /** Commands that an operator runs after `up`. */
  readonly verify: pulumi.Output<string[]>;

  constructor(name: string, args: EksLlsArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `EksLls '${name}'`;
    validateEksLls(subject, args);
    const settings = eksSettings(subject, args);
    checkOptions(subject, name, opts, neededProviders(settings));
    claim(subject, [
      ...nameClaims(type, name, opts?.parent),
      kubernetesClaim(providerOf("kubernetes", opts)!, proxyName(name)),
      ...eksClaims(settings),
    ]);
    super(type, name, { ...settings }, opts);

    const child = { parent: this, dependsOn: newEnoughEngine(subject) };
    const tags = tagger(settings.cluster, settings.tags);
    const group = loadBalancerGroup(name, settings, tags, child);
    const rules = securityRules(settings, { key: loadBalancerKey, securityGroupId: group.id });
    securityGroupRules(name, rules, tags, child);
    const address = loadBalancerAddress(name, settings, tags, child);
    const kept = loadBalancerOptions(settings, child);
    const loadBalancer = networkLoadBalancer(name, settings, group, address, tags, kept);
    const targetGroup = mediaTargetGroup(name, settings, tags, child);
    const listenerTags = tags(purposes.loadBalancer, displayNames.loadBalancer(settings.cluster));
    const listener = udpListener(`${name}-listener`, settings.port, loadBalancer, targetGroup, listenerTags, kept);
    const endpointHost = settings.endpointHost ?? ofMade(loadBalancer.dnsName, hostNotMade);
    const proxy = new StreamingProxy(
      proxyName(name),
      {
        imageRegistry: args.imageRegistry,
        port: settings.port,
        host: endpointHost,
        availabilityZones: [settings.availabilityZone],
        registryCredentials: args.registryCredentials,
        options: args.streamingProxy,
      },
      { ...child, dependsOn: [listener] },
    );
    registerTargets(name, settings, targetGroup, proxy, child);

    this.endpointHost = pulumi.output(endpointHost);
    this.endpointPort = pulumi.output(settings.port);
    this.loadBalancerArn = loadBalancer.arn;
    this.loadBalancerDnsName = loadBalancer.dnsName;
    this.loadBalancerZoneId = loadBalancer.zoneId;
    this.securityGroupId = group.id;
    this.targetGroupArn = targetGroup.arn;
    this.listenerArn = listener.arn;
    if (address.allocationId !== undefined) this.allocationId = pulumi.output(address.allocationId);
    this.elasticIpAddress = address.publicIp;
    this.cluster = pulumi.output(settings.cluster);
    this.region = pulumi.output(settings.region);
    this.availabilityZone = pulumi.output(settings.availabilityZone);
    this.namespace = proxy.namespace;
    this.releaseName = proxy.releaseName;
    this.chartVersion = proxy.chartVersion;
    if (args.network !== undefined) this.network = pulumi.output(args.network);
    this.verify = verifyCommands(settings.region, targetGroup.arn);
    this.registerOutputs({
      endpointHost: this.endpointHost,
      endpointPort: this.endpointPort,
      loadBalancerArn: this.loadBalancerArn,
      loadBalancerDnsName: this.loadBalancerDnsName,
      loadBalancerZoneId: this.loadBalancerZoneId,
      securityGroupId: this.securityGroupId,
      targetGroupArn: this.targetGroupArn,
      listenerArn: this.listenerArn,
      allocationId: this.allocationId,
      elasticIpAddress: this.elasticIpAddress,
      cluster: this.cluster,
      region: this.region,
      availabilityZone: this.availabilityZone,
      namespace: this.namespace,
      releaseName: this.releaseName,
      chartVersion: this.chartVersion,
      network: this.network,
      verify: this.verify,
    });
  }
}
