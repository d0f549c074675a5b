import * as network from "@pulumi/azure-native/network";
import { Provider } from "@pulumi/azure-native/provider";
import { afterEach, expect, it } from "vitest";
import { describeEngine, EngineStack, written } from "./engine-stack";

/** Long enough for what the engine starts at the same time to overlap: a rule takes 50 ms, the Service 150 ms. */
const behaviour = { latencyScale: 0.005 };

const anotherOperation = "RetryableErrorDueToAnotherOperation: 429";

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

describeEngine("a network security group that takes one write at a time", () => {
  it("refuses rules of a program that does not order them, and their deletions", async () => {
    engine = EngineStack.fresh("aks-pools");
    const rules = (isOrdered: boolean) => () => {
      const provider = new Provider("azure-native", { subscriptionId: "00000000-0000-0000-0000-000000000000" });
      let last: network.SecurityRule | undefined;
      for (const priority of [400, 401, 402]) {
        last = new network.SecurityRule(`rule-${priority}`, ruleArgs(priority), {
          provider,
          ...(isOrdered && last && { dependsOn: [last] }),
        });
      }
      return Promise.resolve({});
    };
    await engine.with({ behaviour, program: rules(false) }, async (run) => {
      expect((await run.up()).diagnostics.join("\n")).toContain(anotherOperation);
    });
    await engine.with({ program: rules(false) }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null });
    });
    await engine.with({ behaviour, program: rules(false) }, async (run) => {
      expect((await run.destroy()).diagnostics.join("\n")).toContain(anotherOperation);
    });
    await engine.with({ behaviour, program: rules(true) }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      expect(await run.destroy()).toMatchObject({ failure: null, diagnostics: [] });
    });
  });

  it("gets one at a time from aks-pools, whether it comes up, changes or goes", async () => {
    engine = EngineStack.fresh("aks-pools");
    const facts: any = structuredClone(engine.facts);
    // With a deny that catches the load balancer's probe, a group gets two rules.
    for (const group of facts.network.networkSecurityGroups) if (!group.managed) group.rules = [denyAll];
    const aks = { ...written("aks-pools", "aks"), ruleName: "allow-media", rulePriority: 410 };
    await engine.with({ facts, behaviour }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      const groups = [...run.journal.cloud.resources.values()].map(({ inputs }) => inputs.networkSecurityGroupName);
      expect(groups.filter((group) => group === "nvcf-pools-compute")).toHaveLength(2);
    });
    await engine.with({ facts, behaviour, config: { aks } }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      expect(await run.destroy()).toMatchObject({ failure: null, diagnostics: [] });
    });
  });
});

const denyAll = {
  name: "deny-all",
  priority: 4000,
  inbound: true,
  allow: false,
  protocol: "*",
  sources: ["*"],
  sourceApplicationSecurityGroupIds: [],
  sourcePorts: ["*"],
  destinations: ["*"],
  destinationApplicationSecurityGroupIds: [],
  destinationPorts: ["*"],
};

function ruleArgs(priority: number): network.SecurityRuleArgs {
  return {
    resourceGroupName: "nvcf-network",
    networkSecurityGroupName: "nvcf-pools-compute",
    priority,
    direction: "Inbound",
    access: "Allow",
    protocol: "Udp",
    sourceAddressPrefix: "Internet",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: `${31000 + priority}`,
  };
}
