import type { References } from "./references";

/** Our components: arguments that may be outputs of other resources. */
export const componentReferences: Record<string, References> = {
  "nvcf-lls:index:AksLls": {
    takes: { "publicIp.id": "publicIp", "publicIp.resourceGroup": "resourceGroup" },
    takesSet: {
      "subnetNetworkSecurityGroups[].id": "networkSecurityGroup",
      "nicNetworkSecurityGroups[].id": "networkSecurityGroup",
    },
  },
  "nvcf-lls:index:EksLls": {
    takes: { vpcId: "vpc", subnetId: "subnet", "addressing.elasticIp.allocationId": "allocation" },
    takesSet: {
      "proxyNodes[].securityGroupId": "securityGroup",
      "workerNodes[].securityGroupId": "securityGroup",
      "targets.targets[].value": "autoScalingGroup",
    },
  },
};
