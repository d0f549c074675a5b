import { readFileSync } from "node:fs";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { EksLls, recordedEks } from "../../exports/eks";

/** What an application team says. */
export interface StreamingArgs {
  /** Name of the EKS cluster. */
  cluster: string;
  /** Zone of proxy and GPU nodes. */
  availabilityZone: string;
  /** File that `lls facts` wrote of the cluster. */
  factsFile: string;
  /** Kubeconfig of the cluster, its content. */
  kubeconfig: pulumi.Input<string>;
  /** Who pays. */
  team: string;
}

/** The platform team's way to stream: the registry, the tags and the providers are not for each team to choose. */
export class Streaming extends pulumi.ComponentResource {
  /** Where browsers send media to. */
  readonly endpoint: pulumi.Output<string>;

  constructor(name: string, args: StreamingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:index:Streaming", name, {}, opts);
    const place = { cluster: args.cluster, availabilityZone: args.availabilityZone };
    const { facts, args: found } = recordedEks(place, readFileSync(args.factsFile, "utf8"), args.factsFile);
    const child = { parent: this };
    const aws = new AwsProvider(`${name}-aws`, { region: facts.region }, child);
    const kubernetes = new KubernetesProvider(
      `${name}-kubernetes`,
      { kubeconfig: args.kubeconfig, enableSecretMutable: true },
      child,
    );
    // A name that begins with that of the component: an alias of the component is then one of all that is in it.
    const lls = new EksLls(
      `${name}-lls`,
      {
        ...found,
        imageRegistry: `${facts.account}.dkr.ecr.${facts.region}.amazonaws.com/nvcf`,
        tags: { team: args.team },
      },
      { ...child, providers: [aws, kubernetes] },
    );
    this.endpoint = pulumi.interpolate`${lls.endpointHost}:${lls.endpointPort}`;
    this.registerOutputs({ endpoint: this.endpoint });
  }
}
