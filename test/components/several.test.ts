import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { AksEndpointKind, AksLls, BadInput, EksLls, StreamingProxy } from "../../components";
import * as aks from "./aks/installation";
import * as eks from "./installation";

// Several components in one program, and what they need of it: providers, and things that only one can have.

class Team extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions, type = "team:index:Team") {
    super(type, name, {}, opts);
  }
}

/** Runs constructors in one program. Answers the problems of the first that refuses, one line each; what the cloud says of the rest does not matter here. */
async function problemsIn(program: () => unknown): Promise<string[]> {
  let refusal: BadInput | undefined;
  const run = eks.graphOf(() => {
    try {
      program();
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      refusal = error;
    }
  });
  await run.catch((error: unknown) => {
    if (error instanceof TypeError) throw error;
  });
  return refusal ? refusal.message.split("\n") : [];
}

const aws = () => new AwsProvider("aws-1", { region: "us-west-2" });
const azure = () => new AzureProvider("azure-1", {});
let made = 0;
const kubernetes = () => new KubernetesProvider(`kubernetes-${made++}`, {});

const eksArgs = (change: object = {}) => ({ ...eks.argsOf(eks.plainVariant), ...change });
const aksArgs = (change: object = {}) => ({ ...aks.argsOf(aks.plainVariant), ...change });
const balanced = (change: object = {}, variant: Partial<aks.Variant> = {}) => ({
  ...aks.argsOf({ ...aks.plainVariant, endpoint: AksEndpointKind.LoadBalancer, ...variant }),
  ...change,
});
const proxyArgs = {
  ...{ imageRegistry: "registry.example.com", port: 5004, host: "a.example.com", availabilityZones: [] },
};

describe("a component without explicit providers", () => {
  type Make = (opts?: pulumi.ComponentResourceOptions) => unknown;
  const makes: [string, Make, string[], string][] = [
    ["EksLls 'lls'", (opts) => new EksLls("lls", eksArgs(), opts), ["aws", "kubernetes"], "region us-west-2"],
    ["AksLls 'lls'", (opts) => new AksLls("lls", aksArgs(), opts), ["azure-native", "kubernetes"], "in westeurope"],
    [
      "StreamingProxy 'lls'",
      (opts) => new StreamingProxy("lls", proxyArgs, opts),
      ["kubernetes"],
      "cluster of the proxy",
    ],
  ];
  const provider = { aws, "azure-native": azure, kubernetes } as Record<string, () => pulumi.ProviderResource>;

  it.each(makes)(
    "%s is refused, with each that is missing, before anything is registered",
    async (subject, make, packages, place) => {
      const lines = await problemsIn(() => make());
      expect(lines[0]).toContain(subject);
      expect(lines.slice(1).map((line) => /^ {2}opts\.providers: has no provider of ([\w-]+)/.exec(line)?.[1])).toEqual(
        packages,
      );
      expect(lines[1]).toContain(place);
      for (const left of packages) {
        const given = packages.filter((one) => one !== left);
        const rest = await problemsIn(() => make({ providers: given.map((one) => provider[one]!()) }));
        expect(rest.slice(1)).toEqual([expect.stringContaining(`has no provider of ${left}`)]);
      }
      const later = (pkg: string) => pulumi.output(provider[pkg]!()) as never;
      const notYet = await problemsIn(() => make({ providers: packages.map(later) }));
      expect(notYet, "Outputs for providers").toEqual(lines);
      const graph = await eks.graphOf(() => expect(() => make()).toThrow(BadInput));
      expect(graph.resources.filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
    },
  );

  it.each(makes)("%s takes them as list, as map, and from a parent", async (_, make, packages) => {
    const all = () => packages.map((one) => provider[one]!());
    const map = () => Object.fromEntries(packages.map((one) => [one, provider[one]!()]));
    expect(await problemsIn(() => make({ providers: all() }))).toEqual([]);
    expect(await problemsIn(() => make({ providers: map() }))).toEqual([]);
    expect(await problemsIn(() => make({ parent: new Team("team", { providers: all() }) }))).toEqual([]);
    const outer = () => new Team("outer", { providers: all() });
    expect(await problemsIn(() => make({ parent: new Team("inner", { parent: outer() }) }))).toEqual([]);
  });

  it("AksLls needs none of Azure where it makes nothing there", async () => {
    const make = (args: any) => problemsIn(() => new AksLls("lls", args, { provider: kubernetes() }));
    expect(await make(aksArgs({ nsgRules: "assume" }))).toEqual([]);
    const own = (group: object) => ({ ...group, provider: azure() });
    const { subnetNetworkSecurityGroups: subnets, nicNetworkSecurityGroups: nics } = aksArgs();
    const groups = () => ({ subnetNetworkSecurityGroups: subnets.map(own), nicNetworkSecurityGroups: nics });
    expect(await problemsIn(() => new AksLls("lls", aksArgs(groups()), { provider: kubernetes() }))).toHaveLength(2);
    const assumed = balanced({}, { nsgRules: "assume", address: "existing", roleAssignment: "assume" });
    expect(await make(assumed)).toEqual([]);
    expect(await make({ ...assumed, publicIp: balanced({}, { address: "existing" }).publicIp })).toHaveLength(2);
  });
});

it.each([[""], [undefined], [7], [" lls"]])("a component of name %j is refused", async (name) => {
  const lines = await problemsIn(() => new EksLls(name as string, eksArgs(), { providers: [aws(), kubernetes()] }));
  expect(lines[1]).toMatch(/^ {2}name: .*must be text/);
});

describe("two installations in one program", () => {
  const other = { cluster: "other" };
  const groups = (id: string) => ({ proxyNodes: [{ securityGroupId: id }], workerNodes: [{ securityGroupId: id }] });
  const apart = { ...other, ...groups("sg-0bbb") };
  const nsgs = {
    subnetNetworkSecurityGroups: [],
    nicNetworkSecurityGroups: [{ id: aks.groupId("MC_other", "nodes") }],
  };
  const away = { ...other, ...nsgs };
  const elastic = (allocationId: string) => ({ addressing: { kind: "elasticIp", elasticIp: { allocationId } } });

  interface Pair {
    title: string;
    first: [string, object];
    second: [string, object];
    /** Whether both have one kubernetes provider. */
    shared?: boolean;
    problems: string[];
  }

  const eksPairs: Pair[] = [
    { title: "nothing in common", first: ["a", eksArgs()], second: ["b", eksArgs(apart)], problems: [] },
    {
      title: "one port",
      first: ["a", eksArgs({ port: 6000 })],
      second: ["b", eksArgs({ ...apart, port: 6000 })],
      problems: [],
    },
    {
      title: "one name",
      first: ["a", eksArgs()],
      second: ["a", eksArgs(apart)],
      problems: ["name: is the name of another one in this program, EksLls 'a'; give each its own (got \"a\")"],
    },
    {
      title: "one cluster",
      first: ["a", eksArgs({ nodeRules: "assume" })],
      second: ["b", eksArgs({ nodeRules: "assume" })],
      problems: [
        "cluster: has an installation already, EksLls 'a'; a cluster takes one, because node ports and namespace are fixed; install this one in another cluster (got \"prod_eu\")",
      ],
    },
    {
      title: "one kubernetes provider",
      shared: true,
      first: ["a", eksArgs()],
      second: ["b", eksArgs(apart)],
      problems: ["opts.providers: has the kubernetes provider of EksLls 'a', and so its cluster"],
    },
    {
      title: "one security group of nodes",
      first: ["a", eksArgs()],
      second: ["b", eksArgs(other)],
      problems: [
        "proxyNodes[0].securityGroupId: has the rules of EksLls 'a' already",
        "workerNodes[0].securityGroupId: has the rules of EksLls 'a' already",
      ],
    },
    {
      title: "one Elastic IP",
      first: ["a", eksArgs(elastic("eipalloc-0aaa"))],
      second: ["b", eksArgs({ ...apart, ...elastic("eipalloc-0aaa") })],
      problems: ["addressing.elasticIp.allocationId: is the address of EksLls 'a'"],
    },
    {
      title: "everything in common but the name",
      shared: true,
      first: ["a", eksArgs()],
      second: ["b", eksArgs()],
      problems: ["opts.providers:", "cluster:", "proxyNodes[0].securityGroupId:", "workerNodes[0].securityGroupId:"],
    },
  ];
  const aksPairs: Pair[] = [
    { title: "nothing in common", first: ["a", aksArgs()], second: ["b", aksArgs(away)], problems: [] },
    {
      title: "one name",
      first: ["a", aksArgs()],
      second: ["a", aksArgs(away)],
      problems: ["name: is the name of another one in this program, AksLls 'a'"],
    },
    {
      title: "one kubernetes provider",
      shared: true,
      first: ["a", aksArgs()],
      second: ["b", aksArgs(away)],
      problems: ["opts.providers: has the kubernetes provider of AksLls 'a'"],
    },
    {
      title: "one network security group",
      first: ["a", aksArgs()],
      second: [
        "b",
        aksArgs({ ...away, subnetNetworkSecurityGroups: [{ id: aks.groups.nodes!.toUpperCase(), key: "x" }] }),
      ],
      problems: [
        "ruleName: is the name of the rule of AksLls 'a' on /SUBSCRIPTIONS/",
        "rulePriority: is the priority of a rule of AksLls 'a' on",
      ],
    },
    {
      title: "one network security group, with rules of its own each",
      first: ["a", aksArgs()],
      second: [
        "b",
        aksArgs({
          ...away,
          subnetNetworkSecurityGroups: [{ id: aks.groups.nodes, key: "x" }],
          ruleName: "other",
          rulePriority: 410,
        }),
      ],
      problems: [],
    },
    {
      title: "one public IP",
      first: ["a", balanced({}, { address: "existing" })],
      second: ["b", balanced(away, { address: "existing" })],
      problems: ["publicIp.id: is that of AksLls 'a'"],
    },
    {
      title: "one DNS label",
      first: ["a", balanced({}, { address: "labelled" })],
      second: ["b", balanced(away, { address: "labelled" })],
      problems: ["publicIp.dnsLabel: is that of AksLls 'a'"],
    },
  ];

  const told = (lines: string[], problems: string[]): void => {
    expect(lines.slice(1)).toEqual(problems.map((problem) => expect.stringContaining(`  ${problem}`)));
  };

  it.each(eksPairs)("on EKS with $title", async ({ first, second, shared, problems }) => {
    const lines = await problemsIn(() => {
      const [cloud, cluster] = [aws(), kubernetes()];
      new EksLls(first[0], first[1] as any, { providers: [cloud, cluster] });
      new EksLls(second[0], second[1] as any, { providers: [cloud, shared ? cluster : kubernetes()] });
    });
    told(lines, problems);
  });

  it.each(aksPairs)("on AKS with $title", async ({ first, second, shared, problems }) => {
    const lines = await problemsIn(() => {
      const [cloud, cluster] = [azure(), kubernetes()];
      new AksLls(first[0], first[1] as any, { providers: [cloud, cluster] });
      new AksLls(second[0], second[1] as any, { providers: [cloud, shared ? cluster : kubernetes()] });
    });
    told(lines, problems);
  });

  it("of which one is a proxy alone, in one cluster", async () => {
    const lines = await problemsIn(() => {
      const cluster = kubernetes();
      new EksLls("a", eksArgs(), { providers: [aws(), cluster] });
      new StreamingProxy("b", proxyArgs, { provider: cluster });
    });
    told(lines, ["opts.providers: has the kubernetes provider of EksLls 'a'"]);
  });

  it("may have one name below parents of two types, and not of one: the URN has types only", async () => {
    const both = (types: [string, string]) =>
      problemsIn(() => {
        const cloud = aws();
        const parents = types.map((type, index) => new Team(`team-${index}`, {}, type));
        new EksLls("a", eksArgs(), { parent: parents[0], providers: [cloud, kubernetes()] });
        new EksLls("a", eksArgs(apart), { parent: parents[1], providers: [cloud, kubernetes()] });
      });
    told(await both(["team:index:One", "team:index:Two"]), []);
    told(await both(["team:index:One", "team:index:One"]), ["name: is the name of another one"]);
  });

  it("leave nothing behind: what a refused one asked for, and another program, is free", async () => {
    const lines = await problemsIn(() => {
      const cloud = aws();
      new EksLls("a", eksArgs(), { providers: [cloud, kubernetes()] });
      expect(() => new EksLls("a", eksArgs(apart), { providers: [cloud, kubernetes()] })).toThrow(BadInput);
      new EksLls("b", eksArgs(apart), { providers: [cloud, kubernetes()] });
    });
    told(lines, []);
    const again = () => problemsIn(() => new EksLls("a", eksArgs(), { providers: [aws(), kubernetes()] }));
    expect([await again(), await again()]).toEqual([[], []]);
  });
});
