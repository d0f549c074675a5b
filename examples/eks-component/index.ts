import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { EksLls, EksTargetsKind } from "../../exports/eks";

const config = new pulumi.Config();
const aws = new AwsProvider("aws", { region: "us-west-2" });
const kubernetes = new KubernetesProvider("kubernetes", {
  kubeconfig: config.requireSecret("kubeconfig"),
  enableSecretMutable: true, // new pull credentials restart nothing
});

// Ids may be Outputs of resources in the same stack; then give each a `key`, which names its rules.
const nodes = [{ securityGroupId: config.require("nodeSecurityGroupId") }];

const lls = new EksLls(
  "lls",
  {
    cluster: "nvcf-dev",
    availabilityZone: "us-west-2a",
    vpcId: config.require("vpcId"),
    subnetId: config.require("publicSubnetId"),
    imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
    proxyNodes: nodes,
    workerNodes: nodes,
    targets: {
      kind: EksTargetsKind.AutoScalingGroups,
      autoScalingGroups: [{ name: config.require("computeAutoScalingGroup") }],
    },
  },
  { providers: [aws, kubernetes] },
);

export const endpoint = pulumi.interpolate`${lls.endpointHost}:${lls.endpointPort}`;
export const verify = lls.verify;
