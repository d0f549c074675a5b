import * as pulumi from "@pulumi/pulumi";
import { AksLls } from "../components/aks/aks-lls";
import type { AksLlsArgs } from "../components/aks/args";
import { validateAksLls } from "../components/aks/problems";
import { regionOfZone } from "../components/aws-names";
import { BadInput } from "../components/bad-input";
import type { EksLlsArgs } from "../components/eks/args";
import { EksLls } from "../components/eks/eks-lls";
import { validateEksLls } from "../components/eks/problems";
import { StreamingProxy } from "../components/streaming-proxy";
import type { StreamingProxyArgs } from "../components/streaming-proxy-args";
import { validateStreamingProxy } from "../components/streaming-proxy-problems";
import { recordedAksNetwork } from "../discovery/aks/recorded-network";
import { recordedEksNetwork } from "../discovery/eks/recorded-network";

/** A component as the provider offers it. Arguments come from another process, so that their types are a claim until they are checked. */
interface OfferedComponent {
  /** @throws BadInput with every problem */
  check(subject: string, args: any): void;
  /**
   * What stands in the place of the argument `facts`, which TypeScript does not have.
   * @throws BadInput with everything that is wrong with the facts
   */
  facts?(subject: string, args: any): pulumi.Inputs;
  make(name: string, args: any, options: pulumi.ComponentResourceOptions): pulumi.ComponentResource;
}

type Recorded<Args> = Args & { facts?: unknown };

/** Type token -> component. */
export const offered: Record<string, OfferedComponent> = {
  "nvcf-lls:index:AksLls": {
    check: validateAksLls,
    facts: (subject, { facts, cluster, resourceGroup }: Recorded<AksLlsArgs>) =>
      network(subject, facts, (text, file) =>
        recordedAksNetwork(text, file, { cluster, resourceGroup, owner: owner() }),
      ),
    make: (name, args: AksLlsArgs, options) => new AksLls(name, args, options),
  },
  "nvcf-lls:index:EksLls": {
    check: validateEksLls,
    facts: (subject, { facts, cluster, availabilityZone }: Recorded<EksLlsArgs>) =>
      network(subject, facts, (text, file) => {
        const region = regionOfZone(availabilityZone);
        return recordedEksNetwork(text, file, { cluster, region, owner: owner() });
      }),
    make: (name, args: EksLlsArgs, options) => new EksLls(name, args, options),
  },
  "nvcf-lls:index:StreamingProxy": {
    check: validateStreamingProxy,
    make: (name, args: StreamingProxyArgs, options) => new StreamingProxy(name, args, options),
  },
};

function network<Network>(
  subject: string,
  facts: unknown,
  read: (text: string, file: string) => Network,
): { network?: Network } {
  if (facts === undefined || facts === null) return {};
  if (typeof facts !== "string") {
    const reason = "must be the text of the file that `lls facts` wrote, known when the program runs";
    throw new BadInput(subject, [{ path: "facts", reason }]);
  }
  return { network: read(facts, `${subject}, facts`) };
}

/** Whose rules are ours: what rules are marked with. */
const owner = (): string => `${pulumi.getProject()}/${pulumi.getStack()}`;
