import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as ec2 from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { readAwsObjects } from "../../recovery/aws/objects";
import { readActions as awsActions, type AwsObjectReader } from "../../recovery/aws/reader";
import { readAzureObjects } from "../../recovery/azure/objects";
import { readActions as azureActions, type AzureObjectReader } from "../../recovery/azure/reader";
import type { CloudObject, CloudReading } from "../../recovery/cloud-object";
import { objectKinds } from "../../recovery/kinds";
import { readKubernetesObjects, type Kubectl } from "../../recovery/kubernetes/objects";
import { installed, installations, recoveryOf, resourceOf, type Installed } from "./installed";

const owner = { owner: "nvcf-lls/dev", cluster: "nvcf-dev" };
const tagList = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** An AWS that answers with what stands, amid what others have; and keeps a log of the calls. */
class FakeAws {
  readonly calls = new Set<string>();
  readonly batches: number[] = [];

  constructor(
    private readonly objects: CloudObject[],
    private readonly denied: string[] = [],
  ) {}

  readonly reader: AwsObjectReader = {
    describeSecurityGroups: async ({ Filters }) =>
      this.tagged("describeSecurityGroups", "SecurityGroup", Filters).map(({ id, properties }) => ({
        ...{ GroupId: id, Tags: tagList(properties.tags) },
      })),
    describeSecurityGroupRules: async ({ Filters }) =>
      ["Ingress", "Egress"].flatMap((direction) =>
        this.tagged("describeSecurityGroupRules", `SecurityGroup${direction}Rule`, Filters).map(
          ({ id, properties: rule }) => ({
            ...{ SecurityGroupRuleId: id, IsEgress: direction === "Egress", GroupId: rule.securityGroupId },
            ...{ IpProtocol: rule.ipProtocol, FromPort: rule.fromPort ?? -1, ToPort: rule.toPort ?? -1 },
            ...{ CidrIpv4: rule.cidrIpv4, ReferencedGroupInfo: { GroupId: rule.referencedSecurityGroupId } },
            Tags: tagList(rule.tags),
          }),
        ),
      ),
    describeAddresses: async ({ Filters }) =>
      this.tagged("describeAddresses", "Eip", Filters).map(({ id, properties }) => ({
        ...{ AllocationId: id, Tags: tagList(properties.tags) },
      })),
    describeLoadBalancers: async () => [
      ...this.some("describeLoadBalancers", "LoadBalancer").map(({ id, properties }) => ({
        ...{ LoadBalancerArn: id, Type: "network" as const, SecurityGroups: properties.securityGroups },
        AvailabilityZones: (properties.subnetMappings ?? []).map(({ allocationId }: { allocationId: string }) => ({
          LoadBalancerAddresses: [{ AllocationId: allocationId }],
        })),
      })),
      ...Array.from({ length: 30 }, (_, at) => ({ LoadBalancerArn: `arn:other/${at}`, Type: "network" as const })),
      { LoadBalancerArn: "arn:web", Type: "application" },
    ],
    describeTargetGroups: async () =>
      this.some("describeTargetGroups", "TargetGroup").map(({ id, properties }) => ({
        ...{ TargetGroupArn: id, TargetType: properties.targetType },
      })),
    describeListeners: async ({ LoadBalancerArn }) =>
      this.some("describeListeners", "Listener")
        .filter(({ properties }) => properties.loadBalancerArn === LoadBalancerArn)
        .map(({ id, properties: listener }) => ({
          ...{ ListenerArn: id, LoadBalancerArn, Port: listener.port, Protocol: listener.protocol },
          DefaultActions: listener.defaultActions.map(({ targetGroupArn }: { targetGroupArn: string }) => ({
            ...{ Type: "forward", TargetGroupArn: targetGroupArn },
          })),
        })),
    describeTags: async ({ ResourceArns = [] }) => {
      this.enter("describeTags");
      this.batches.push(ResourceArns.length);
      return ResourceArns.map((ResourceArn) => ({
        ResourceArn,
        Tags: tagList(this.objects.find(({ id }) => id === ResourceArn)?.properties.tags ?? {}),
      }));
    },
    describeTargetHealth: async ({ TargetGroupArn }) =>
      this.some("describeTargetHealth", "TargetGroupAttachment")
        .filter(({ properties }) => properties.targetGroupArn === TargetGroupArn)
        .map(({ properties }) => ({ Target: { Id: properties.targetId, Port: properties.port } })),
    getGroup: async (name) =>
      this.some("getGroup", "Attachment")
        .filter(({ properties }) => properties.autoscalingGroupName === name)
        .map(({ properties }) => properties.lbTargetGroupArn),
  };

  private some(call: keyof AwsObjectReader, type: string): CloudObject[] {
    this.enter(call);
    return this.objects.filter((object) => object.type.endsWith(`:${type}`));
  }

  private tagged(call: keyof AwsObjectReader, type: string, filters: ec2.Filter[] = []): CloudObject[] {
    expect(filters.map(({ Name }) => Name).sort()).toEqual(["tag:lls:cluster", "tag:lls:provisioner", "tag:lls:stack"]);
    return this.some(call, type).filter(({ properties }) =>
      filters.every(({ Name = "", Values = [] }) => Values.includes(properties.tags[Name.slice("tag:".length)])),
    );
  }

  private enter(call: keyof AwsObjectReader): void {
    this.calls.add(call);
    if (this.denied.includes(call)) {
      throw Object.assign(new Error("You are not authorized"), { name: "UnauthorizedOperation" });
    }
  }
}

const groups = ["eks-compute-0a000001", "eks-gpu-0a000002"];
const awsInstallations = Object.keys(installations).filter((name) => name.startsWith("EKS"));

const ofCloud = ({ cloud }: Installed, prefix: string): CloudObject[] =>
  cloud.objects.filter(({ type }) => type.startsWith(prefix));

/** What is judged on a reading, with what was not read of another cloud as it stands. */
function judgedOn(installation: Installed, prefix: string, reading: CloudReading) {
  const others = installation.cloud.objects.filter(({ type }) => !type.startsWith(prefix));
  return recoveryOf({ ...installation, cloud: { ...reading, objects: [...reading.objects, ...others] } });
}

describe("AWS", () => {
  it.each(awsInstallations)("is read so that all is found that stands: %s", async (name) => {
    const installation = await installed(name);
    const aws = new FakeAws(ofCloud(installation, "aws:"));
    const reading = await readAwsObjects(owner, groups, aws.reader);
    expect(reading.unread).toEqual([]);
    expect(judgedOn(installation, "aws:", reading)).toMatchObject({ orphans: [], missing: [], steps: [] });
    expect(Math.max(...aws.batches)).toBe(20);
  });

  it("is read so that a plan's resource is found again for each thing", async () => {
    for (const name of awsInstallations) {
      const installation = await installed(name);
      const objects = ofCloud(installation, "aws:");
      const reading = await readAwsObjects(owner, groups, new FakeAws(objects).reader);
      const urns = objects.map((object) => resourceOf(installation, object).urn).sort();
      const resources = installation.state.resources.filter(({ urn }) => !urns.includes(urn));
      const { orphans } = judgedOn({ ...installation, state: { resources, pending: [] } }, "aws:", reading);
      expect(orphans.map(({ urn }) => urn).sort()).toEqual(urns);
    }
  });

  it.each(Object.keys(awsActions))("leaves unread what is refused, and reads the rest: %s", async (call) => {
    const installation = await installed(
      call === "getGroup" ? awsInstallations[0]! : "EKS, with an Elastic IP, addresses and a pull secret",
    );
    const reading = await readAwsObjects(owner, groups, new FakeAws(ofCloud(installation, "aws:"), [call]).reader);
    expect(reading.unread).not.toEqual([]);
    for (const { reason } of reading.unread) expect(reason).toBe("UnauthorizedOperation: You are not authorized");
    const blind = reading.unread.flatMap(({ types }) => types);
    const found = judgedOn(installation, "aws:", reading);
    expect(found).toMatchObject({ orphans: [], missing: [], steps: [] });
    expect(reading.objects.filter(({ type }) => blind.includes(type))).toEqual([]);
    expect(blind.length).toBeLessThan(objectKinds.filter(({ type }) => type.startsWith("aws:")).length);
  });

  it("is asked for nothing that the shipped policy does not allow", () => {
    const policy = readFileSync(join(__dirname, "..", "..", "docs", "iam", "eks-policy.json"), "utf8");
    for (const action of Object.values(awsActions)) expect(policy).toContain(`"${action}"`);
  });
});

describe("Azure", () => {
  const name = "AKS, with a load balancer";
  const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/nvcf-aks-pools";
  const ofType = (installation: Installed, type: string) =>
    installation.cloud.objects.filter((object) => object.type.endsWith(`:${type}`));
  const reader = (installation: Installed, denied?: string): AzureObjectReader => {
    const refuse = (call: string) => {
      if (denied === call) throw Object.assign(new Error("HTTP 403"), { name: "AuthorizationFailed" });
    };
    return {
      publicIpAddresses: async (asked) => {
        refuse("publicIpAddresses");
        expect(asked).toBe(group);
        return ofType(installation, "PublicIPAddress").map(({ id, properties }) => ({ id, tags: properties.tags }));
      },
      roleAssignments: async (asked) => {
        refuse("roleAssignments");
        expect(asked).toBe(group);
        return ofType(installation, "RoleAssignment").map(({ id, properties }) => ({
          id: id.toUpperCase(), // Azure's services write ids in different case
          properties: { ...properties, scope: properties.scope, description: properties.description },
        }));
      },
    };
  };
  const placesOf = async (installation: Installed) => {
    const { facts } = installations[name]!;
    if (facts.cloud !== "aks") throw new Error("not on AKS");
    const { network } = structuredClone(facts);
    for (const { properties } of ofType(installation, "SecurityRule")) {
      const nsg = network.networkSecurityGroups.find(({ id }) =>
        id.toLowerCase().endsWith(`/${properties.networkSecurityGroupName}`.toLowerCase()),
      )!;
      const { securityRuleName, description } = properties;
      nsg.rules = [...(nsg.rules ?? []), { ...nsg.rules?.[0], name: securityRuleName, description } as never];
    }
    return { network, publicIpGroupId: group, principalId: facts.cluster.principalId };
  };

  it("is read so that all is found that stands, and a plan's resource for each thing", async () => {
    const installation = await installed(name);
    const reading = await readAzureObjects(await placesOf(installation), reader(installation));
    expect(reading.unread).toEqual([]);
    expect(judgedOn(installation, "azure-native:", reading)).toMatchObject({ orphans: [], missing: [], steps: [] });

    const urns = ofCloud(installation, "azure-native:").map((object) => resourceOf(installation, object).urn);
    const resources = installation.state.resources.filter(({ urn }) => !urns.includes(urn));
    const { orphans } = judgedOn({ ...installation, state: { resources, pending: [] } }, "azure-native:", reading);
    expect(orphans.map(({ urn }) => urn).sort()).toEqual(urns.sort());
  });

  it.each(Object.keys(azureActions))("leaves unread what is refused, and reads the rest: %s", async (call) => {
    const installation = await installed(name);
    const reading = await readAzureObjects(await placesOf(installation), reader(installation, call));
    expect(reading.unread).toMatchObject([{ reason: "AuthorizationFailed: HTTP 403" }]);
    expect(judgedOn(installation, "azure-native:", reading)).toMatchObject({ orphans: [], missing: [], steps: [] });
  });

  it("leaves unread the rules of a group that discovery could not read, and rights of an identity that is not known", async () => {
    const installation = await installed(name);
    const places = await placesOf(installation);
    delete places.network.networkSecurityGroups[0]!.rules;
    const reading = await readAzureObjects({ ...places, principalId: "" }, reader(installation));
    expect(reading.unread.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      `Rules of network security groups: those of ${places.network.networkSecurityGroups[0]!.id} could not be read`,
      "Role assignments: the cluster's identity is not known",
    ]);
  });

  it("is asked for nothing that the shipped role does not allow", () => {
    const role = readFileSync(join(__dirname, "..", "..", "docs", "iam", "aks-role.json"), "utf8");
    for (const action of Object.values(azureActions)) expect(role).toContain(`"${action}"`);
  });
});

describe("Kubernetes", () => {
  const inNamespace = "--namespace gdn-streaming --output jsonpath=";

  /** Prints what stands, as `kubectl` does with the wanted fields; the release as secrets of Helm. */
  function fakeKubectl(objects: CloudObject[], refused: Record<string, string> = {}): Kubectl {
    const row = (...fields: string[]): string => `${fields.join("\t")}\n`;
    const named = (type: string, name: string): string =>
      objects
        .filter((object) => object.type.endsWith(`:${type}`) && object.properties.metadata.name === name)
        .map(({ properties: { metadata } }) => row(metadata.name, metadata.annotations["nvcf-lls/stack"] ?? "", "", ""))
        .join("");
    const kinds: Record<string, string> = {
      namespaces: "Namespace",
      secrets: "Secret",
      services: "Service",
      "targetgroupbindings.elbv2.k8s.aws": "TargetGroupBinding",
    };
    return async ([verb, resource = "", ...args]) => {
      expect(verb).toBe("get");
      if (refused[resource]) throw new Error(refused[resource]);
      const line = args.join(" ");
      expect(line).not.toMatch(/\.data|stringData|-o json\b/);
      if (resource !== "namespaces") expect(line).toContain(inNamespace);
      if (line.startsWith("--selector owner=helm,name=gdn-streaming ")) {
        const status = objects.find(({ type }) => type.endsWith(":Release"))?.status;
        if (status === undefined) return "";
        const name = "sh.helm.release.v1.gdn-streaming.v";
        return row(`${name}9`, "", "superseded", "9") + row(`${name}10`, "", status, "10");
      }
      const [, name = ""] = /^--field-selector metadata\.name=(\S+)/.exec(line) ?? [];
      return named(kinds[resource]!, name);
    };
  }

  it.each(Object.keys(installations))("is read so that all is found that stands: %s", async (name) => {
    const installation = await installed(name);
    const reading = await readKubernetesObjects(fakeKubectl(ofCloud(installation, "kubernetes:")));
    expect(reading.unread).toEqual([]);
    expect(judgedOn(installation, "kubernetes:", reading)).toMatchObject({ orphans: [], missing: [], steps: [] });
    const urns = ofCloud(installation, "kubernetes:").map((object) => resourceOf(installation, object).urn);
    const resources = installation.state.resources.filter(({ urn }) => !urns.includes(urn));
    const { orphans } = judgedOn({ ...installation, state: { resources, pending: [] } }, "kubernetes:", reading);
    expect(orphans.map(({ urn }) => urn).sort()).toEqual(urns.sort());
  });

  it("tells the latest revision of the release, by number", async () => {
    const installation = await installed("EKS, with the defaults");
    const objects = ofCloud(installation, "kubernetes:");
    const interrupted = objects.map((object) => ({ ...object, ...(object.status && { status: "pending-upgrade" }) }));
    const { objects: read } = await readKubernetesObjects(fakeKubectl(interrupted));
    expect(read.find(({ type }) => type.endsWith(":Release"))).toMatchObject({ status: "pending-upgrade" });
  });

  it("leaves unread what is refused, and reads the rest", async () => {
    const installation = await installed("EKS, with the defaults");
    const forbidden = 'Error from server (Forbidden): secrets is forbidden: User "ann" cannot list resource "secrets"';
    const kubectl = fakeKubectl(ofCloud(installation, "kubernetes:"), { secrets: forbidden });
    const reading = await readKubernetesObjects(kubectl);
    expect(reading.unread.map(({ what, reason }) => [what, reason])).toEqual([
      ["Secrets", forbidden],
      ["Helm releases", forbidden],
    ]);
    expect(judgedOn(installation, "kubernetes:", reading)).toMatchObject({ orphans: [], missing: [], steps: [] });
  });

  it("has no bindings where the cluster does not know the kind", async () => {
    const unknown = 'error: the server doesn\'t have a resource type "targetgroupbindings"';
    const reading = await readKubernetesObjects(fakeKubectl([], { "targetgroupbindings.elbv2.k8s.aws": unknown }));
    expect(reading).toEqual({ objects: [], unread: [] });
  });

  it("takes an annotation with line breaks for no object", async () => {
    const { objects } = await readKubernetesObjects(async ([, resource]) =>
      resource === "services" ? "streaming-proxy-public\tx\nother\tnvcf-lls/dev\t\t\n" : "",
    );
    expect(objects.map(({ id }) => id)).toEqual(["gdn-streaming/streaming-proxy-public"]);
  });
});
