// What compiles with the packed declarations, and what does not. Nothing here is run.
import * as pulumi from "@pulumi/pulumi";
import * as all from "nvcf-lls";
import { AksLls, discoverAks, parseAksFacts, type AksLlsArgs } from "nvcf-lls/aks";
import {
  discoverEks,
  EksLls,
  EksTargetsKind,
  eksContract,
  fromStackReference,
  parseEksFacts,
  selectEks,
  type EksDiscoveryRequest,
  type EksLlsArgs,
} from "nvcf-lls/eks";
import { llsPolicies, ruleFactories } from "nvcf-lls/policy";
import { judgeAks, judgeEks } from "nvcf-lls/reachability";
import {
  aksInstallations,
  assumedEksCluster,
  eksInstallations,
  runSimulated,
  testStack,
  type SimulatedResult,
} from "nvcf-lls/testing";

/** Fails to compile where the two types differ; `any` differs from all. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

declare const args: EksLlsArgs;
declare const reference: pulumi.StackReference;
declare const request: EksDiscoveryRequest;
declare const simulated: SimulatedResult;

// The classes are one, whichever path they come by.
same<EksLls, all.EksLls>(true);
same<AksLls, all.AksLls>(true);
same<AksLlsArgs, all.AksLlsArgs>(true);

export const lls = new EksLls("lls", { ...args, targets: { kind: EksTargetsKind.Addresses, addresses: [] } });
same<typeof lls.endpointHost, pulumi.Output<string>>(true);
same<typeof lls.endpointPort, pulumi.Output<number>>(true);
same<typeof lls.allocationId, pulumi.Output<string> | undefined>(true);
// @ts-expect-error the subnet is required
new EksLls("lls", { cluster: "a", availabilityZone: "us-west-2a", vpcId: "vpc-1" });
// @ts-expect-error no such kind of targets
new EksLls("lls", { ...args, targets: { kind: "instances" } });
// @ts-expect-error a port is a number
new EksLls("lls", { ...args, port: "5004" });
// @ts-expect-error a misspelt argument would open the port to everybody
new EksLls("lls", { ...args, allowedCidr: ["203.0.113.0/24"] });
// @ts-expect-error what names resources is known
new EksLls("lls", { ...args, cluster: pulumi.output("prod") });
// @ts-expect-error an output is no input
lls.endpointHost = pulumi.output("example.com");

const any = fromStackReference(reference);
same<typeof any.endpointPort, pulumi.Output<number>>(true);
same<typeof any.cloud, pulumi.Output<"eks" | "aks">>(true);
// @ts-expect-error an installation of any cloud has no load balancer's ARN
any.loadBalancerArn;
const onEks = fromStackReference(reference, { cloud: "eks", output: "lls" });
same<typeof onEks.loadBalancerArn, pulumi.Output<string>>(true);
same<typeof onEks.allocationId, pulumi.Output<string | undefined>>(true);
same<typeof onEks.cloud, pulumi.Output<"eks">>(true);
// @ts-expect-error a location is Azure's
onEks.location;
// @ts-expect-error there is no such cloud
fromStackReference(reference, { cloud: "gke" });
// @ts-expect-error the name of a stack is no reference
fromStackReference("org/project/stack");
same<ReturnType<typeof eksContract>["cluster"], pulumi.Input<string>>(true);
// @ts-expect-error an installation on AKS has another contract
eksContract(new AksLls("lls", {} as AksLlsArgs));

export const discovered: Promise<{ facts: object; selection: object }> = discoverEks(
  { cluster: "prod", availabilityZone: "us-west-2a" },
  { provider: {} as pulumi.ProviderResource },
);
// @ts-expect-error a zone is required
void discoverEks({ cluster: "prod" }, { provider: {} as pulumi.ProviderResource });
export const discoverOnAks: (...given: Parameters<typeof discoverAks>) => Promise<unknown> = discoverAks;
same<Parameters<typeof parseEksFacts>, [text: string, file: string]>(true);
same<typeof selectEks, (facts: ReturnType<typeof parseEksFacts>, request: EksDiscoveryRequest) => any>(false);
export const selection = selectEks(parseEksFacts("{}", "facts.json"), request);
same<typeof selection.vpcId, string>(true);
// @ts-expect-error facts of one cloud are not those of the other
selectEks(parseAksFacts("{}", "facts.json"), request);

export const verdicts = [
  ...eksInstallations(simulated.graph).flatMap(judgeEks),
  ...aksInstallations(simulated.graph).flatMap(judgeAks),
].map(({ verdict }) => verdict);
same<(typeof verdicts)[number], "open" | "closed" | "partial" | "unknown">(true);
// @ts-expect-error a flow has no such property
eksInstallations(simulated.graph).flatMap(judgeEks)[0]!.colour;
// @ts-expect-error a run needs a cloud
void runSimulated({ project: "a", stack: "b", config: {}, secretKeys: [], program: async () => undefined });

const assumed = assumedEksCluster({ cluster: "prod", availabilityZone: "us-west-2a", region: "us-west-2" });
export const tested = testStack(() => import("./installation.js"), { cloud: assumed, config: { port: 5004 } });
void tested.then(({ installations, outputs, violations, notApplied }) => {
  same<(typeof installations)[number]["verdict"], "open" | "closed" | "partial" | "unknown">(true);
  same<typeof outputs, Record<string, unknown>>(true);
  same<(typeof violations)[number]["message"], string>(true);
  same<(typeof notApplied)[number]["option"], string>(true);
});
// The facts of a cluster are a cloud, and the mocks of the SDK are mocks.
void testStack(() => undefined, { cloud: parseEksFacts("{}", "facts.json"), mocks: {} as pulumi.runtime.Mocks });
// @ts-expect-error a run needs a cloud
void testStack(() => undefined, {});
// @ts-expect-error no such option
void testStack(() => undefined, { cloud: assumed, stackReference: {} });
// @ts-expect-error the path of a program is no program
void testStack("./index", { cloud: assumed });

export const policies = llsPolicies({
  all: "advisory",
  deletionProtection: { level: "mandatory", productionStacks: [] },
});
// @ts-expect-error no rule has this name
llsPolicies({ deletionProtecion: "mandatory" });
// @ts-expect-error this rule has no such key
llsPolicies({ deletionProtection: { productionStack: [] } });
export const rules = Object.keys(ruleFactories);
