import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { EksLls, recordedEks } from "../../exports/eks";

const config = new pulumi.Config();
const blue = install("blue", "nvcf-dev", "../../facts/dev.json");
const green = install("green", "nvcf-dev-2", "facts/nvcf-dev-2.json");

export const blueEndpoint = pulumi.interpolate`${blue.endpointHost}:${blue.endpointPort}`;
export const greenEndpoint = pulumi.interpolate`${green.endpointHost}:${green.endpointPort}`;
export const verify = { blue: blue.verify, green: green.verify };

/**
 * An installation with everything its own: names, providers, facts. A cluster takes one, because NodePorts and namespace are
 * fixed: with the name or the provider of the other cluster this is an error.
 * @param file what `lls facts` wrote of the cluster
 */
function install(name: string, cluster: string, file: string): EksLls {
  const place = { cluster, availabilityZone: "us-west-2a" };
  const { facts, args } = recordedEks(place, readFileSync(join(__dirname, file), "utf8"), file);
  const aws = new AwsProvider(`${name}-aws`, { region: facts.region, allowedAccountIds: [facts.account] });
  const kubernetes = new KubernetesProvider(`${name}-kubernetes`, {
    kubeconfig: config.requireSecret(`${name}Kubeconfig`),
    enableSecretMutable: true, // new pull credentials restart nothing
  });
  return new EksLls(
    name,
    { ...args, imageRegistry: `${facts.account}.dkr.ecr.${facts.region}.amazonaws.com/nvcf` },
    { providers: [aws, kubernetes] },
  );
}
