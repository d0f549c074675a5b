import type { GivenAksInstallation, GivenEksInstallation } from "../graph/given-installation";
import type { RuleConfigSchema } from "./rule";

/**
 * Name under which a policy configuration file says what all rules share. Not a rule: in the engine the policy of this name
 * records what resources are given, because rules about a whole stack are shown nothing but what came of it.
 */
export const readStackName = "read-stack";

/** What all rules share. */
export interface ReadStackConfig {
  /** Installations that a stack of somebody else does not describe in full. Default none. */
  installations?: ConfiguredInstallation[];
  /** Registries from which chart and images of LLS may come, each as host with an optional path. Default: the `imageRegistry` of each component. */
  allowedRegistries?: string[];
}

/** An installation as a configuration file has it: the facts are a path, in the folder of Pulumi.yaml. */
export type ConfiguredInstallation = WithFactsFile<GivenEksInstallation> | WithFactsFile<GivenAksInstallation>;

type WithFactsFile<Installation> = Omit<Installation, "facts"> & { facts?: string };

const text = { type: "string", minLength: 1 };
const texts = { type: "array", items: text };
const labels = { type: "object", additionalProperties: { type: "string" } };
const port = { type: "integer", minimum: 1, maximum: 65535 };

const nodes = {
  type: "object",
  properties: {
    securityGroupIds: { ...texts, description: "Their security groups, as one set." },
    subnetIds: { ...texts, description: "Subnets that they may be in." },
  },
  required: ["securityGroupIds", "subnetIds"],
  additionalProperties: false,
};

/** Properties of an installation, by the clouds that have them. */
const properties = {
  both: {
    cloud: { enum: ["eks", "aks"], description: "Where it is." },
    name: {
      ...text,
      description:
        "Logical name of the component or Helm release that it is about; where the stack has neither, any name for messages.",
    },
    stack: {
      ...text,
      description:
        "The stack that it is in, `<stack>` or `<project>/<stack>`: one configuration may serve many. Default: any.",
    },
    facts: {
      ...text,
      description: "Facts file that `lls facts` wrote: a path in the folder of Pulumi.yaml, or an absolute one.",
    },
    clients: {
      ...texts,
      description: "Who the browsers are, CIDR blocks. Default: whoever the stack's own rules let in.",
    },
    port: { ...port, description: "UDP port that browsers send to. Default: that of the release or of the listener." },
    mediaPort: { ...port, description: "UDP container port behind the media NodePort. Default: not known." },
    externalTrafficPolicy: {
      enum: ["Cluster", "Local"],
      description: "Of the chart's NodePort service. Default: not known, judged as Cluster.",
    },
    proxyNodeSelector: {
      ...labels,
      description:
        "Labels of the nodes that run the proxy. Default: `nodeSelector` of the release, else those of the guide.",
    },
    workerNodeSelector: {
      ...labels,
      description: "Labels of the nodes that run workers. Default: those of the guide.",
    },
    availabilityZone: {
      ...text,
      description: "Zone of the proxy, and on EKS of the load balancer. Default: what the stack says.",
    },
  },
  eks: {
    loadBalancer: {
      type: "object",
      properties: {
        subnetIds: { ...texts, description: "Subnets in which it has a node." },
        securityGroupIds: { ...texts, description: "Its security groups." },
        crossZone: { type: "boolean", description: "Whether cross-zone load balancing is on." },
      },
      required: ["subnetIds", "securityGroupIds", "crossZone"],
      additionalProperties: false,
      description: "The load balancer, where another stack makes it.",
    },
    proxyNodes: { ...nodes, description: "Nodes that run the proxy, where labels and facts do not tell." },
    workerNodes: { ...nodes, description: "Nodes that run workers, where labels and facts do not tell." },
  },
  aks: {
    endpoint: {
      enum: ["nodePorts", "loadBalancer", "both"],
      description: "What browsers send to. Default: a load balancer if the stack has a Service for it, else NodePorts.",
    },
    nodePorts: {
      type: "object",
      properties: { from: { ...port, description: "First." }, to: { ...port, description: "Last." } },
      required: ["from", "to"],
      additionalProperties: false,
      description:
        "NodePorts that browsers may be sent to. Default: 30000-32767, of which only 30504 has to be open where the release tells browsers that one.",
    },
    healthCheckNodePort: {
      ...port,
      description: "TCP port of the load balancer's probe. Default: that of the Service.",
    },
    firewallAddresses: { ...texts, description: "Private addresses of a firewall in front. Default: none." },
  },
};

/** Properties that only an installation on the other cloud has. */
export const propertiesOfOtherCloud = { eks: Object.keys(properties.aks), aks: Object.keys(properties.eks) };

/** Schema of the configuration. */
export const readStackSchema: RuleConfigSchema = {
  properties: {
    installations: {
      type: "array",
      items: {
        type: "object",
        properties: { ...properties.both, ...properties.eks, ...properties.aks },
        required: ["cloud", "name"],
        additionalProperties: false,
      },
      description: "What a stack does not say of its installations of LLS, or of one that another stack makes.",
    },
    allowedRegistries: {
      ...texts,
      description:
        "Registries from which chart and images of LLS may come, each as host with an optional path, such as 123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf. " +
        "Default: the imageRegistry of each component. Of a release that no component made nothing says it then: it is judged by its versions alone, and media-path-known says so.",
    },
  },
};
