import type { AksInstallation } from "../reachability/azure/installation";
import type { EksInstallation } from "../reachability/aws/installation";
import type { GraphResource } from "./resource-graph";

/** What all installations in a graph have, whoever wrote the stack. */
interface Found {
  /** URN that messages point to: the component, else the release, else the load balancer (of several each is an installation), else the stack. */
  urn: string;
  /** Logical name of that resource, or what the policies' configuration calls it. */
  name: string;
  /** The component, if one of ours made it. */
  component?: GraphResource;
  /** The Helm release of chart `gdn-streaming`; absent if it is not in this stack. */
  release?: GraphResource;
  /** Which nodes may run the proxy. */
  proxy: ProxyPlace;
  /** Every resource that belongs to it, in the order of registration. */
  resources: GraphResource[];
}

/** What nodes must be like to run the proxy. */
export interface ProxyPlace {
  /** Labels. */
  selector: Record<string, string>;
  /** Zones, one of which they are in; absent: any, or not known. */
  zones?: string[];
}

/** An installation on EKS. */
export interface FoundEksInstallation extends Found {
  cloud: "eks";
  loadBalancer?: GraphResource;
  /** Listeners that forward to a target group of LLS; for UDP, but for a mistake. */
  listeners: GraphResource[];
  /** Target groups of LLS: for UDP and with a port of the proxy, but for a mistake. */
  targetGroups: GraphResource[];
  /** Resources that register targets in them: attachments and target group bindings. */
  targetRegistrations: GraphResource[];
  /** What reachability judges. */
  installation: EksInstallation;
}

/** An installation on AKS. */
export interface FoundAksInstallation extends Found {
  cloud: "aks";
  /** True where nobody says what browsers send to: NodePorts may be open then, even beside a load balancer. Absent: it is known. */
  endpointAssumed?: boolean;
  /** The Service of type LoadBalancer in front of the proxy. */
  service?: GraphResource;
  /** What reachability judges. */
  installation: AksInstallation;
}

/** An installation of LLS that was found in a graph: by our component, by a release of chart `gdn-streaming`, or by configuration. */
export type LlsInstallation = FoundEksInstallation | FoundAksInstallation;
