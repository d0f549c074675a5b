import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EksEgressKind,
  EksLls,
  EksTargetsKind,
  ExternalTrafficPolicy,
  NamespaceOwner,
  NodeRules,
  ProxyRollout,
} from "../../../components";
import type { GraphResource, ResourceGraph } from "../../../graph/resource-graph";
import { simulatedType } from "../../../simulator/cloud";
import { argsOf, cluster, graphOf, password, plainVariant, variantGraph, type Variant } from "../installation";

const variants: fc.Arbitrary<Variant> = fc.record({
  targets: fc.constantFrom(...Object.values(EksTargetsKind)),
  address: fc.constantFrom("dynamic" as const, "new" as const, "retained" as const, "existing" as const),
  egress: fc.constantFrom(...Object.values(EksEgressKind)),
  nodeRules: fc.constantFrom(...Object.values(NodeRules)),
  groups: fc.constantFrom("shared" as const, "split" as const, "many" as const),
  credentials: fc.boolean(),
  namespace: fc.constantFrom(...Object.values(NamespaceOwner)),
  rollout: fc.constantFrom(...Object.values(ProxyRollout)),
  policy: fc.constantFrom(undefined, ...Object.values(ExternalTrafficPolicy)),
  mediaPort: fc.constantFrom(undefined, 5004),
});

const taggable = [
  "aws:ec2/eip:Eip",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:lb/listener:Listener",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
];

/** Types of the guide that have no tags. */
const untaggable = ["aws:autoscaling/attachment:Attachment", "aws:lb/targetGroupAttachment:TargetGroupAttachment"];

const isProvider = ({ type }: GraphResource) => type.startsWith("pulumi:providers:");
const ofType = (graph: ResourceGraph, type: string) => graph.resources.filter((resource) => resource.type === type);

function only(graph: ResourceGraph, type: string): GraphResource {
  const found = ofType(graph, type);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe("every installation", () => {
  it("has children with parents, providers, tags and names, no plain secret, and the same URNs in a preview", async () => {
    await fc.assert(
      fc.asyncProperty(variants, async (variant) => {
        const graph = await variantGraph(variant);
        const made = graph.resources.filter((resource) => resource.parent !== undefined && !isProvider(resource));
        const component = made.find(({ type }) => type === "nvcf-lls:index:EksLls")!;
        const proxy = made.find(({ type }) => type === "nvcf-lls:index:StreamingProxy")!;
        const providers = graph.resources.filter(isProvider);

        for (const resource of made.filter((other) => other !== component)) {
          expect([component.urn, proxy.urn]).toContain(resource.parent);
        }
        for (const { type, provider, custom } of made) {
          if (!custom) continue;
          const wanted = providers.find((other) => other.type === `pulumi:providers:${type.split(":")[0]}`)!;
          expect(provider?.startsWith(`${wanted.urn}::`)).toBe(true);
        }
        for (const { type, inputs } of made.filter((resource) => resource.type.startsWith("aws:"))) {
          if (untaggable.includes(type)) continue;
          expect(taggable).toContain(type);
          expect(inputs.tags).toMatchObject({
            "lls:cluster": cluster,
            "lls:managed-by": "customer",
            "lls:provisioner": "pulumi",
            "lls:stack": "streaming/test",
            Project: "nvcf",
            team: "streaming",
            Name: expect.stringMatching(/./),
            "lls:purpose": expect.stringMatching(/^streaming-(?:nlb|traffic|targets)$/),
          });
        }
        expect(new Set(made.map(({ urn }) => urn)).size).toBe(made.length);

        const text = JSON.stringify(graph);
        expect(text).not.toContain(password);
        expect(text).not.toContain(Buffer.from(`$oauthtoken:${password}`).toString("base64"));

        const preview = await variantGraph(variant, { preview: true });
        expect(preview.resources.map(({ urn }) => urn).sort()).toEqual(graph.resources.map(({ urn }) => urn).sort());
      }),
      { numRuns: 15, seed: 3 },
    );
  });
});

const golden: Record<string, Variant> = {
  "auto-scaling-groups": plainVariant,
  "separate-roles": {
    ...plainVariant,
    address: "retained",
    groups: "many",
    egress: EksEgressKind.SubnetCidrs,
    credentials: true,
    mediaPort: 5004,
  },
  "target-group-binding": {
    ...plainVariant,
    targets: EksTargetsKind.TargetGroupBinding,
    address: "new",
    groups: "split",
    namespace: NamespaceOwner.Existing,
    policy: ExternalTrafficPolicy.Local,
  },
  addresses: {
    ...plainVariant,
    targets: EksTargetsKind.Addresses,
    address: "existing",
    nodeRules: NodeRules.Assume,
    rollout: ProxyRollout.Recreate,
  },
};

describe("the resources of", () => {
  it.each(Object.entries(golden))("%s are the reviewed ones", async (name, variant) => {
    const graph = await variantGraph(variant);
    const reviewed = graph.resources
      .filter((resource) => resource.urn.includes("nvcf-lls:index:"))
      .map(({ urn, inputs, options, dependencies }) => ({ urn, inputs, options, dependencies }))
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    await expect(`${JSON.stringify(reviewed, null, 2)}\n`).toMatchFileSnapshot(`../../golden/components/${name}.json`);
  });
});

describe("EksLls", () => {
  it("gives one port and one zone to everything that has to agree on them", async () => {
    const args = { ...argsOf(plainVariant), port: 6000, endpointHost: "stream.example.com" };
    const graph = await graphOf((providers) => new EksLls("lls", args, { providers }));
    expect(only(graph, "aws:lb/listener:Listener").inputs).toMatchObject({ port: 6000, protocol: "UDP" });
    expect(only(graph, "kubernetes:helm.sh/v3:Release").inputs.values).toMatchObject({
      env: { lbPort: "6000", lbDns: "stream.example.com" },
      availabilityZones: { enabled: true, zones: ["us-west-2a"] },
    });
    const ingress = ofType(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const fromClients = ingress.filter(({ inputs }) => inputs.cidrIpv4 === "198.51.100.0/24");
    expect(fromClients.map(({ inputs }) => [inputs.fromPort, inputs.toPort])).toEqual([[6000, 6000]]);
    expect(only(graph, "nvcf-lls:index:EksLls").outputs).toMatchObject({
      endpointHost: "stream.example.com",
      endpointPort: 6000,
    });
  });

  it("names nothing after the port that would have to be replaced with it", async () => {
    const graph = await graphOf((providers) => {
      new EksLls("lls", { ...argsOf(plainVariant), port: 6000 }, { providers });
    });
    const group = only(graph, "aws:ec2/securityGroup:SecurityGroup");
    expect(JSON.stringify([group.urn, group.inputs])).not.toContain("6000");
  });

  it("installs the proxy after the listener, and binds targets after the proxy", async () => {
    const graph = await variantGraph({ ...plainVariant, targets: EksTargetsKind.TargetGroupBinding });
    const release = only(graph, "kubernetes:helm.sh/v3:Release");
    const binding = only(graph, "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding");
    expect(release.dependencies).toContain(only(graph, "aws:lb/listener:Listener").urn);
    expect(binding.dependencies).toContain(release.urn);
    expect(binding.inputs.spec).not.toHaveProperty("networking");
  });

  it.each([
    ["dynamic", false],
    ["new", true],
    ["existing", true],
  ] as const)("with a %s address replaces the load balancer delete-first: %s", async (address, first) => {
    const graph = await variantGraph({ ...plainVariant, address });
    expect(only(graph, "aws:lb/loadBalancer:LoadBalancer").options).toMatchObject({
      replaceOnChanges: ["subnets", "subnetMappings"],
    });
    // Never false: the provider may know better.
    expect(only(graph, "aws:lb/loadBalancer:LoadBalancer").options.deleteBeforeReplace).toBe(first || undefined);
    expect(only(graph, "aws:lb/listener:Listener").options.deleteBeforeReplace).toBe(true);
    expect(only(graph, "aws:lb/targetGroup:TargetGroup").options.deleteBeforeReplace ?? false).toBe(false);
  });

  const addresses = ["dynamic", "new", "existing"] as const;
  it.each(addresses.flatMap((from) => addresses.map((to) => [from, to] as const)))(
    "replaces the load balancer if its address changes, and only then: from %s to %s",
    async (from, to) => {
      const type = "aws:lb/loadBalancer:LoadBalancer";
      const before = only(await variantGraph({ ...plainVariant, address: from }), type);
      const after = only(await variantGraph({ ...plainVariant, address: to }), type);
      expect(after.urn).toBe(before.urn);
      const noticed = simulatedType(type).replaces(before.inputs, after.inputs, {}).length > 0;
      // As the engine has it: a trigger that was absent before, or is now, replaces nothing.
      const triggers = [before, after].map(({ options }) => options.replacementTrigger);
      const triggered = !triggers.includes(undefined) && triggers[0] !== triggers[1];
      expect(noticed || triggered).toBe(from !== to);
    },
  );

  it("replaces a load balancer with the name of one that was taken over delete-first", async () => {
    const adopted = { loadBalancerName: "rp-public-prod" };
    const graph = await graphOf((providers) => new EksLls("lls", { ...argsOf(plainVariant), adopted }, { providers }));
    expect(only(graph, "aws:lb/loadBalancer:LoadBalancer").options.deleteBeforeReplace).toBe(true);
  });

  it.each([
    [undefined, undefined, undefined],
    [false, undefined, undefined],
    [true, undefined, true],
    [undefined, true, true],
    [false, true, true],
    [true, false, true],
  ])(
    "with deletionProtection %j, in a component with protect %j, protects load balancer and listener: %j",
    async (deletionProtection, protect, wanted) => {
      const args = { ...argsOf(plainVariant), deletionProtection };
      const graph = await graphOf((providers) => new EksLls("lls", args, { providers, protect }));
      const options = ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener"].map(
        (type) => only(graph, type).options.protect,
      );
      expect(options.map((option) => option || undefined)).toEqual([wanted, wanted]);
      expect(only(graph, "aws:lb/targetGroup:TargetGroup").options.protect || undefined).toBe(protect || undefined);
    },
  );

  it("knows in a preview already that a new Elastic IP replaces the load balancer", async () => {
    const triggerOf = async (address: Variant["address"]) => {
      const graph = await variantGraph({ ...plainVariant, address }, { preview: true });
      return only(graph, "aws:lb/loadBalancer:LoadBalancer").options.replacementTrigger;
    };
    expect([await triggerOf("dynamic"), await triggerOf("new")]).toEqual(["dynamic", "elasticIp"]);
  });

  it.each([
    ["new", false],
    ["retained", true],
  ] as const)("keeps a %s address when it is destroyed: %s", async (address, kept) => {
    const graph = await variantGraph({ ...plainVariant, address });
    expect(only(graph, "aws:ec2/eip:Eip").options.retainOnDelete ?? false).toBe(kept);
  });

  it("never owns an address that exists", async () => {
    const graph = await variantGraph({ ...plainVariant, address: "existing" });
    expect(ofType(graph, "aws:ec2/eip:Eip")).toEqual([]);
    const { inputs } = only(graph, "aws:lb/loadBalancer:LoadBalancer");
    expect(inputs.subnetMappings).toEqual([{ subnetId: "subnet-0aaa", allocationId: "eipalloc-0aaa" }]);
  });

  it("keeps a rule's URN when a group's id changes under the same key", async () => {
    const urns = async (proxyGroup: pulumi.Input<string>) => {
      const args = { ...argsOf({ ...plainVariant, groups: "split" }), proxyNodes: [] as object[] };
      const proxyNodes = [{ securityGroupId: proxyGroup, key: "proxy" }];
      const graph = await graphOf((providers) => new EksLls("lls", { ...args, proxyNodes }, { providers }));
      return graph.resources.map(({ urn }) => urn).sort();
    };
    expect(await urns(pulumi.output("sg-0bbb"))).toEqual(await urns("sg-0aaa"));
  });

  it.each(["a".repeat(100), "prod_eu/流 1"])("takes the component name %j", async (name) => {
    const graph = await graphOf((providers) => new EksLls(name, argsOf(plainVariant), { providers }));
    expect(only(graph, "aws:lb/targetGroup:TargetGroup").name.length).toBeLessThanOrEqual(24);
  });

  it("tells the operator how to verify, with the real target group", async () => {
    const graph = await variantGraph(plainVariant);
    const { arn } = only(graph, "aws:lb/targetGroup:TargetGroup").outputs;
    const commands = only(graph, "nvcf-lls:index:EksLls").outputs.verify as string[];
    expect(commands).toHaveLength(3);
    expect(commands[2]).toBe(
      `aws elbv2 describe-target-health --region us-west-2 --target-group-arn ${String(arn)} # first healthy after 150 s`,
    );
  });
});
