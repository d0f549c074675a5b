import * as kubernetes from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { chart, publicService } from "../lls";
import { stackAnnotations } from "../owner";
import { networkResourceId } from "./resource-id";
import { internetTag, sourcesOf, type AksSettings } from "./settings";

/**
 * The Service behind which the cloud controller sets up the load balancer.
 * It comes after our rules, because the controller writes the interfaces' network security group when it appears, and after the rights to the
 * address. It and the proxy do not wait for each other: the proxy's host is the public IP's, and Pulumi waits until the Service has an address and
 * pods, whichever comes last.
 */
export function proxyService(
  name: string,
  settings: AksSettings,
  namespace: pulumi.Input<string>,
  publicIpId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): kubernetes.Service {
  const ip = pulumi.output(publicIpId).apply(networkResourceId);
  const sources = sourcesOf(settings).filter((source) => source !== internetTag);
  return new kubernetes.Service(
    `${name}-service`,
    {
      metadata: {
        name: publicService.name,
        namespace,
        annotations: {
          ...stackAnnotations(),
          // cloud-provider-azure, "Azure LoadBalancer", annotations.
          "service.beta.kubernetes.io/azure-load-balancer-resource-group": ip.resourceGroup,
          "service.beta.kubernetes.io/azure-pip-name": ip.name,
        },
      },
      spec: {
        type: "LoadBalancer",
        selector: chart.podLabels,
        // Keeps the client's address, and lets the load balancer probe which node has the pod.
        externalTrafficPolicy: "Local",
        healthCheckNodePort: settings.healthCheckNodePort,
        // With floating IP packets arrive at the service's port.
        allocateLoadBalancerNodePorts: false,
        ports: [{ name: "media", protocol: "UDP", port: settings.port, targetPort: settings.mediaPort }],
        ...(sources.length > 0 && { loadBalancerSourceRanges: sources }),
      },
    },
    {
      ...opts,
      // Kubernetes refuses this change in place.
      replaceOnChanges: ["spec.healthCheckNodePort"],
      deleteBeforeReplace: true,
      // A new role assignment can take ten minutes to be seen (Azure RBAC, "Troubleshoot").
      customTimeouts: { create: "20m" },
    },
  );
}
