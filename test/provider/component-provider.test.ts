import type { Inputs, ComponentResourceOptions } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { AksLls, EksLls, StreamingProxy } from "../../components";
import { ComponentProvider } from "../../provider/component-provider";
import * as aks from "../components/aks/installation";
import * as eks from "../components/installation";

const provider = new ComponentProvider();

/** The arguments as they arrive: values, and nothing where nothing was given. */
const arrived = (args: object): Inputs => JSON.parse(JSON.stringify(args)) as Inputs;

const construct = (type: string, args: object, options: ComponentResourceOptions = {}) =>
  provider.construct("lls", `nvcf-lls:index:${type}`, arrived(args), options);

const proxy = { imageRegistry: "example.com/nvcf", port: 5004, host: "lls.example.com", availabilityZones: [] };
const eksArgs = eks.argsOf({ ...eks.plainVariant, credentials: true, address: "retained" });
const aksArgs = aks.argsOf({ ...aks.plainVariant, endpoint: "both", groups: "shared", credentials: true });

describe("the component provider", () => {
  it("makes the same of the same arguments as a program in TypeScript", async () => {
    expect(await eks.graphOf((providers) => construct("EksLls", eksArgs, { providers }))).toEqual(
      await eks.graphOf((providers) => new EksLls("lls", eksArgs, { providers })),
    );
    expect(await eks.graphOf((providers) => construct("StreamingProxy", proxy, { providers }))).toEqual(
      await eks.graphOf((providers) => new StreamingProxy("lls", proxy, { providers })),
    );
    expect(await aks.graphOf((providers) => construct("AksLls", aksArgs, { providers }))).toEqual(
      await aks.graphOf((providers) => new AksLls("lls", aksArgs, { providers })),
    );
  });

  it.each<[string, object, object, string]>([
    ["EksLls", eksArgs, { image_registry: "x" }, "image_registry: unknown name, did you mean `imageRegistry`?"],
    ["EksLls", eksArgs, { network: {} }, "network: unknown name"],
    [
      "EksLls",
      eksArgs,
      { streamingProxy: { replica: 2 } },
      "streamingProxy.replica: unknown name, did you mean `replicas`?",
    ],
    [
      "EksLls",
      eksArgs,
      { proxyNodes: [{ securityGroupId: "sg-0aaa" }, { groupId: "sg-0bbb" }] },
      "proxyNodes[1].groupId: unknown name",
    ],
    ["EksLls", eksArgs, { facts: { cluster: {} } }, "facts: must be the text of the file that `lls facts` wrote"],
    ["EksLls", eksArgs, { facts: "" }, "EksLls 'lls', facts: 1 problem\n  file: is not JSON"],
    ["AksLls", aksArgs, { facts: "[]" }, "AksLls 'lls', facts: "],
    ["AksLls", aksArgs, { allowedCidrs: [] }, "allowedCidrs: unknown name"],
    [
      "AksLls",
      aksArgs,
      { subnetNetworkSecurityGroups: [{ id: aks.groups.nodes, provider: {} }] },
      "subnetNetworkSecurityGroups[0].provider: unknown name",
    ],
    ["StreamingProxy", proxy, { port: "5004" }, "StreamingProxy 'lls': 1 problem\n  port: must be a whole number"],
    ["StreamingProxy", proxy, { options: 1 }, "options: must be a map"],
  ])("of %s refuses what cannot be used", async (type, args, change, told) => {
    // An error of Pulumi's own type would make the engine tell each problem twice, with the value.
    await expect(construct(type, { ...args, ...change })).rejects.toMatchObject({
      code: 3,
      name: "Error",
      message: expect.stringContaining(told),
    });
  });

  it("says what it has where a type is asked for that it has not", async () => {
    await expect(construct("GkeLls", {})).rejects.toThrow(
      "nvcf-lls has no nvcf-lls:index:GkeLls; it has nvcf-lls:index:AksLls,",
    );
  });

  it("leaves free values free", async () => {
    const free = { streamingProxy: { extraValues: { podAnnotations: { replica: "x" } } }, tags: { replica: "x" } };
    const graph = await eks.graphOf((providers) => construct("EksLls", { ...eksArgs, ...free }, { providers }), {
      preview: true,
    });
    expect(graph.resources.length).toBeGreaterThan(10);
  });
});
