import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordedAksNetwork } from "../../discovery/aks/recorded-network";
import { recordedEksNetwork } from "../../discovery/eks/recorded-network";

const recorded = (name: string): any =>
  JSON.parse(readFileSync(join(__dirname, "..", "..", "facts", `${name}.json`), "utf8"));

describe("recordedEksNetwork", () => {
  const request = { cluster: "nvcf-dev", region: "us-west-2", owner: "team/dev" };
  const rule = (id: string, tags: Record<string, string>) => ({
    ...{ id, egress: false, protocol: "udp", fromPort: 30504, toPort: 30504, cidr: "192.0.2.0/24" },
    tags,
  });
  const marks = { "lls:provisioner": "pulumi", "lls:cluster": "nvcf-dev" };

  it("is the recorded network without this stack's own rules, in its one order", () => {
    const facts = recorded("dev");
    const { network } = recorded("dev");
    facts.network.securityGroups[0].rules.unshift(
      rule("sgr-0f", { ...marks, "lls:stack": "team/dev" }),
      rule("sgr-0e", { ...marks, "lls:stack": "team/prod" }),
    );
    facts.network.subnets.reverse();
    network.securityGroups[0].rules.push(rule("sgr-0e", { ...marks, "lls:stack": "team/prod" }));
    expect(recordedEksNetwork(JSON.stringify(facts), "facts", request)).toEqual(network);
  });

  it("refuses facts of another cluster, region or cloud", () => {
    const text = JSON.stringify(recorded("dev"));
    expect(() => recordedEksNetwork(text, "facts", { ...request, cluster: "other", region: "eu-west-1" })).toThrow(
      /^facts: 2 problems\n {2}cluster\.name: .*\n {2}region: /,
    );
    expect(() => recordedEksNetwork(JSON.stringify(recorded("aks-dev")), "facts", request)).toThrow(
      "cloud: must be eks",
    );
  });
});

describe("recordedAksNetwork", () => {
  const { cluster } = recorded("aks-dev");
  const request = { cluster: cluster.name as string, owner: "team/dev" };
  const rule = (name: string, priority: number, description: string) => ({
    ...{ name, priority, description, inbound: true, allow: true, protocol: "Udp" },
    ...{ sources: ["Internet"], sourcePorts: ["*"], destinations: ["*"], destinationPorts: ["30504"] },
    ...{ sourceApplicationSecurityGroupIds: [], destinationApplicationSecurityGroupIds: [] },
  });

  it("is the recorded network without this stack's own rules, in its one order", () => {
    const facts = recorded("aks-dev");
    const { network } = recorded("aks-dev");
    const other = rule("a", 410, "nvcf-lls team/prod media");
    facts.network.networkSecurityGroups[0].rules.unshift(other, rule("b", 400, "nvcf-lls team/dev media"));
    facts.network.agentPools.reverse();
    const { rules } = network.networkSecurityGroups[0];
    rules.push(other);
    rules.sort((one: { priority: number }, two: { priority: number }) => one.priority - two.priority);
    expect(recordedAksNetwork(JSON.stringify(facts), "facts", request)).toEqual(network);
  });

  it("refuses facts of another cluster, and compares the resource group where it is named, in any case", () => {
    const text = JSON.stringify(recorded("aks-dev"));
    const resourceGroup = (cluster.resourceGroup as string).toUpperCase();
    expect(() => recordedAksNetwork(text, "facts", { ...request, resourceGroup })).not.toThrow();
    expect(() => recordedAksNetwork(text, "facts", { ...request, resourceGroup: "elsewhere" })).toThrow(
      "cluster.resourceGroup: is not what resourceGroup of the stack says (elsewhere)",
    );
    expect(() => recordedAksNetwork(text, "facts", { ...request, cluster: "other" })).toThrow("cluster.name: ");
  });
});
