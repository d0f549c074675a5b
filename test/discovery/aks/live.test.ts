import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { discoverAks, recordedAks } from "../../../discovery";
import { azureConnection } from "../../../discovery/aks/connection";
import { writeAksFacts } from "../../../discovery/aks/facts-file";
import { everything, nodeId, subscription } from "./cloud-data";
import { FakeAzure } from "./fake-azure";

let azure: FakeAzure;
let provider: Provider;
let tokens: string[];

beforeEach(async () => {
  azure = new FakeAzure(everything());
  tokens = [];
  const call = (args: pulumi.runtime.MockCallArgs) => {
    if (!args.token.endsWith(":getClientToken")) return azure.invoke(args);
    tokens.push(args.provider ?? "");
    return { token: "a-token" };
  };
  await pulumi.runtime.setMocks(
    { newResource: ({ inputs }) => ({ id: "id", state: inputs }), call },
    "nvcf-lls",
    "dev",
  );
  provider = new Provider("azure", { subscriptionId: subscription });
});

it("discoverAks needs no more than cluster and resource group", async () => {
  const { facts, selection } = await discoverAks(
    { cluster: "nvcf-aks-dev", resourceGroup: "nvcf-aks-dev" },
    { provider, arm: azure.arm },
  );
  expect(facts.location).toBe("westeurope");
  expect(selection.subnetNetworkSecurityGroupIds).toHaveLength(1);
  expect(selection.nicNetworkSecurityGroupIds).toEqual(
    ["aks-agentpool-1-nsg", "aks-gpu-1-nsg"].map((name) => nodeId("networkSecurityGroups", name)),
  );
});

it("the token is the provider's, the environment the configured one", async () => {
  pulumi.runtime.setAllConfig({ "azure-native:environment": "usgovernment" });
  const connection = azureConnection({ provider });
  expect(connection.environment).toBe("usgovernment");
  expect(azureConnection({ provider }, "china").environment).toBe("china");
  expect(await connection.token()).toBe("a-token");
  expect(tokens).toEqual([expect.stringContaining("pulumi:providers:azure-native::azure")]);
  pulumi.runtime.setAllConfig({});
});

it("recordedAks finds in a facts file what discoverAks found, and refuses that of another cluster", async () => {
  const args = { cluster: "nvcf-aks-dev", resourceGroup: "nvcf-aks-dev" };
  const { facts, ...found } = await discoverAks(args, { provider, arm: azure.arm });
  const text = writeAksFacts(facts, "2026-01-01T00:00:00Z");
  expect(recordedAks(args, text, "dev.json")).toMatchObject(found);
  expect(() => recordedAks({ ...args, cluster: "other" }, text, "dev.json")).toThrow(/^dev\.json: .*cluster\.name/s);
  expect(() => recordedAks(args, "{", "dev.json")).toThrow(/^dev\.json: /);
});
