import type { EksLoadBalancer } from "../reachability/aws/installation";
import type { AwsNetwork } from "../reachability/aws/network";
import type { AzureNetwork } from "../reachability/azure/network";

/** What the configuration of the policies says of any installation. What it does not say is taken from the stack. */
interface Given {
  /**
   * Logical name of the component or release that it is about. In a stack that has neither, because another one installs the proxy, any name: it is
   * what messages call the installation.
   */
  name: string;
  /** The stack that it is in, `<stack>` or `<project>/<stack>`: one configuration may serve many. Default: any. */
  stack?: string;
  /** CIDRs of the browsers. Default: whoever the stack's own rules let in. */
  clients?: string[];
  /** UDP port that browsers send to. Default: `env.lbPort` of the release, else that of the listener. */
  port?: number;
  /** UDP container port behind the media NodePort. Default: not known. */
  mediaPort?: number;
  /** Of the chart's NodePort service: `Cluster` or `Local`. Default: not known, judged as Cluster. */
  externalTrafficPolicy?: string;
  /** Labels of the nodes that run the proxy. Default: `nodeSelector` of the release, else those of the guide. */
  proxyNodeSelector?: Record<string, string>;
  /** Labels of the nodes that run workers. Default: those of the guide. */
  workerNodeSelector?: Record<string, string>;
}

/** Nodes that no facts file and no resource of the stack describes: what interfaces of all of them have. */
export interface GivenNodes {
  /** Security groups, as one set. */
  securityGroupIds: string[];
  /** Subnets that they may be in. */
  subnetIds: string[];
}

/** An installation on EKS. */
export interface GivenEksInstallation extends Given {
  /** Which cloud. */
  cloud: "eks";
  /** What surrounds it: the content of a facts file that `lls facts` wrote, or as much of it as is known. */
  facts?: {
    cluster?: { clusterSecurityGroupId?: string };
    network: AwsNetwork;
  };
  /** Zone of proxy and load balancer. Default: those of the load balancer's subnets. */
  availabilityZone?: string;
  /** The load balancer, where another stack makes it. */
  loadBalancer?: EksLoadBalancer;
  /** Nodes that run the proxy. Default: told by labels. */
  proxyNodes?: GivenNodes;
  /** Nodes that run workers. Default: told by labels. */
  workerNodes?: GivenNodes;
}

/** An installation on AKS. */
export interface GivenAksInstallation extends Given {
  /** Which cloud. */
  cloud: "aks";
  /** What surrounds it: the content of a facts file that `lls facts` wrote, or as much of it as is known. */
  facts?: { network: AzureNetwork };
  /** Zone of the proxy, `"1"`-`"3"`. Default: that of the release; none: not pinned. */
  availabilityZone?: string;
  /** What browsers send to: `nodePorts`, `loadBalancer` or `both`. Default: a load balancer if the stack has a Service for it, else NodePorts. */
  endpoint?: string;
  /** NodePorts that browsers may be sent to. Default: 30000-32767, of which only 30504 has to be open where the release tells browsers that one. */
  nodePorts?: { from: number; to: number };
  /** TCP port of the load balancer's probe. Default: that of the Service. */
  healthCheckNodePort?: number;
  /** Private addresses of a firewall in front. Default: none. */
  firewallAddresses?: string[];
}

/** An installation as the configuration of the policies tells of it: plain data. */
export type GivenInstallation = GivenEksInstallation | GivenAksInstallation;
