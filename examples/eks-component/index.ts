import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { discoverEks, EksLls } from "../../exports/eks";

const aws = new AwsProvider("aws", { region: "us-west-2" });
const kubeconfig = new pulumi.Config().requireSecret("kubeconfig");
const kubernetes = new KubernetesProvider("kubernetes", { kubeconfig, enableSecretMutable: true });
const found = discoverEks({ cluster: "nvcf-dev", availabilityZone: "us-west-2a" }, { provider: aws });
const imageRegistry = "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf";
const lls = found.then(({ args }) => new EksLls("lls", { ...args, imageRegistry }, { providers: [aws, kubernetes] }));
export const endpoint = lls.then((made) => pulumi.interpolate`${made.endpointHost}:${made.endpointPort}`);
