import { describe, expect, it } from "vitest";
import { stackCloud } from "../../cli/clouds";
import { noticesOf } from "../../cli/operator-notes";
import { parseStackConfig } from "../../stacks/config";
import { goodConfigs } from "../stacks/good-configs";
import { least, leastAks, source, type Config } from "../stacks/stack-file";

/** The prerequisites of a stack's own cloud. */
function prerequisites(config: Config, secrets: Record<string, string> = {}): string {
  return stackCloud(parseStackConfig(source(config, secrets)), "nvcf-lls/dev").prerequisites.join("\n");
}

/** Every notice of a stack without facts. */
function notices(config: Config): string {
  const stack = parseStackConfig(source(config));
  return noticesOf(stack, stackCloud(stack, "nvcf-lls/dev"), null).join("\n");
}

const id =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/ip";
const nodes = { nodeAddress: "nodes.example.com" };
const firewall = { frontDoor: { kind: "firewall", addresses: ["10.1.0.0/26"] } };
const onAks = (aks: Config, more: Config = {}): Config => ({ ...leastAks, aks, ...more });
const balanced = (publicIp: Config, aks: Config = {}, more: Config = {}): Config =>
  onAks({ endpoint: "loadBalancer", publicIp, ...aks }, { streamingProxy: { mediaPort: 49100 }, ...more });
const host = { endpointHost: "stream.example.com" };

describe("prerequisites", () => {
  it.each(Object.entries(goodConfigs))("name the controller that a binding needs, and only then: %s", (_, config) => {
    const stack = parseStackConfig(source(config));
    const { prerequisites } = stackCloud(stack, "nvcf-lls/dev");
    const named = prerequisites.some((line) => line.startsWith("AWS Load Balancer Controller, version 2.2"));
    expect(named).toBe(stack.cloud === "eks" && stack.eks.targets.kind === "targetGroupBinding");
  });

  it.each<[string, Config, string]>([
    ["ECR on EKS", least, "AmazonEC2ContainerRegistryPullOnly"],
    [
      "ACR on EKS",
      { ...least, imageRegistry: "example.azurecr.io" },
      "Registry example.azurecr.io has to let nodes pull",
    ],
    ["ACR on AKS", leastAks, "az aks update --resource-group nvcf-aks --name nvcf-aks --attach-acr example"],
    [
      "another one on AKS",
      { ...leastAks, imageRegistry: "registry.example.com" },
      "Registry registry.example.com has to",
    ],
  ])("say who lets nodes pull from %s, unless there are credentials", (_, config, wanted) => {
    expect(prerequisites(config)).toContain(wanted);
    const credentials = { registryUsername: "user", registryPassword: "password" };
    const elsewhere = { ...config, imageRegistry: "registry.example.com/nvcf" };
    expect(prerequisites(elsewhere, credentials)).not.toMatch(/Registry|attach-acr|PullOnly/);
  });

  it.each([least, leastAks])(
    "say that an existing namespace has no pull secrets of others, where there are credentials",
    (config) => {
      const credentials = { registryUsername: "user", registryPassword: "password" };
      const stack = { ...config, imageRegistry: "registry.example.com/nvcf" };
      const existing = { ...stack, streamingProxy: { namespace: "existing" } };
      const others = "No other imagePullSecrets on service account default of namespace gdn-streaming";
      expect(prerequisites(existing, credentials)).toContain(others);
      expect(prerequisites(existing)).not.toContain(others);
      expect(prerequisites(stack, credentials)).not.toContain(others);
    },
  );

  it.each<[string, Config, string[]]>([
    ["nodes", onAks(nodes), ["nodes.example.com leads to the public addresses of the nodes"]],
    ["a node", onAks({ nodeAddress: "203.0.113.7" }), ["203.0.113.7 is the public address of a node"]],
    [
      "a firewall before nodes",
      onAks({ ...nodes, ...firewall }),
      ["from UDP 30000-32767 of nodes.example.com to the same NodePorts"],
    ],
    ["a load balancer", balanced({ resourceGroup: "net" }), ["Resource group net"]],
    [
      "a load balancer, with rights given by others",
      balanced({ resourceGroup: "net", roleAssignment: "assume" }),
      ["Resource group net", "Network Contributor on resource group net"],
    ],
    [
      "an existing address",
      balanced({ id }, {}, host),
      [`Public IP ${id}: Standard, static, IPv4, in the location of the cluster, and used by nothing else`],
    ],
    [
      "an existing address, with rights given by others",
      balanced({ id, roleAssignment: "assume" }, {}, host),
      ["used by nothing else", "Virtual Machine Contributor on the public IP and Reader on resource group net"],
    ],
    [
      "a firewall before a load balancer",
      balanced({ resourceGroup: "net" }, firewall, { ...host, port: 443 }),
      ["Resource group net", "from UDP 443 of stream.example.com to UDP 443 of the load balancer"],
    ],
    [
      "a firewall before both",
      balanced({ resourceGroup: "net" }, { ...firewall, endpoint: "both", nodePortTo: 30999 }, host),
      [
        "Resource group net",
        "from UDP 30000-30999 of stream.example.com to the same NodePorts",
        "from UDP 5004 of stream.example.com to UDP 5004 of the load balancer",
      ],
    ],
  ])("name what has to be there for %s, and no more", (_, config, wanted) => {
    const lines = prerequisites(config)
      .split("\n")
      .filter((line) => !line.includes("attach-acr"));
    for (const part of wanted) expect(lines.filter((line) => line.includes(part))).toHaveLength(1);
    expect(lines).toHaveLength(wanted.length);
  });
});

describe("notices", () => {
  it.each<[number, boolean]>([
    [400, false],
    [499, false],
    [500, true],
    [4096, true],
  ])("of rule priority %s name the range of the cloud controller: %s", (rulePriority, told) => {
    const text = "aks.rulePriority is among the priorities that the cloud controller allocates";
    expect(notices(onAks({ ...nodes, rulePriority })).includes(text)).toBe(told);
    expect(notices(onAks({ ...nodes, rulePriority, nsgRules: "assume" }))).not.toContain(text);
    expect(
      notices(
        balanced({ resourceGroup: "net" }, { probePriority: rulePriority + (rulePriority === 400 ? 1 : 0) }),
      ).includes("aks.probePriority is among"),
    ).toBe(told);
  });

  it("say that a firewall decides who may send, where somebody else is to", () => {
    const text = "allowedCidrs is up to the firewall";
    const some = { allowedCidrs: ["198.51.100.0/24"] };
    expect(notices(onAks({ ...nodes, ...firewall }, some))).toContain(text);
    expect(notices(onAks({ ...nodes, ...firewall }))).not.toContain(text);
    expect(notices(onAks(nodes, some))).not.toContain(text);
  });

  it.each([true, false])("say of deletionProtection %s whether it is in the way of a change", (deletionProtection) => {
    const text = "refused until eks.deletionProtection is set to false in an `up` of its own";
    expect(notices({ ...least, eks: { deletionProtection } }).includes(text)).toBe(deletionProtection);
  });
});
