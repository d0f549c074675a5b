import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { azureActions } from "../../../discovery/aks/azure-actions";
import { readAksFacts } from "../../../discovery/aks/read";
import { simulatedTypes } from "../../../simulator/types";
import { everything, subscription } from "./cloud-data";
import { FakeAzure } from "./fake-azure";
import { requestOf } from "./requests";

const text = readFileSync(join(__dirname, "..", "..", "..", "docs", "iam", "aks-role.json"), "utf8");
const role = JSON.parse(text) as Record<string, unknown> & { Actions: string[] };

describe("the shipped role", () => {
  it("allows every call of discovery and every operation of the resource types, and nothing more", async () => {
    const azure = new FakeAzure(everything());
    await pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: azure.invoke });
    const provider = new Provider("azure", { subscriptionId: subscription });
    await readAksFacts(requestOf(), { invoke: { provider }, arm: azure.arm, warn: () => undefined });
    expect(azure.calls, "a run that takes every branch").toEqual(Object.keys(azureActions).sort());

    const discovered = azure.calls.map((call) => azureActions[call]);
    const types = [...simulatedTypes.values()].filter(({ type }) => type.startsWith("azure-native:"));
    expect(types.length).toBeGreaterThan(0);
    const operated = types.flatMap(({ permissions }) => Object.values(permissions).flat());
    expect(role.Actions).toEqual([...new Set([...discovered, ...operated])].sort());
  });

  it("is a role that Azure takes, with actions of the control plane alone", () => {
    expect(role).toMatchObject({ IsCustom: true, NotActions: [], DataActions: [], NotDataActions: [] });
    for (const action of role.Actions)
      expect(action).toMatch(/^Microsoft\.[A-Za-z]+(\/[A-Za-z]+)+\/(read|write|delete|action)$/);
    expect(role.AssignableScopes).toEqual([`/subscriptions/${subscription}`]);
  });

  it("never writes or deletes a whole network security group, subnet, cluster or pool", () => {
    const changed = role.Actions.filter((action) => /\/(write|delete)$/.test(action)).map((action) =>
      action.split("/").slice(1, -1).join("/"),
    );
    expect([...new Set(changed)].sort()).toEqual([
      "networkSecurityGroups/securityRules",
      "publicIPAddresses",
      "roleAssignments",
    ]);
  });
});
