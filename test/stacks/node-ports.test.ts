import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AksEndpointKind, BadInput } from "../../components";
import { validateAksLls } from "../../components/aks/problems";
import { parseStackConfig } from "../../stacks/config";
import { argsOf, plainVariant } from "../components/aks/installation";
import { leastAks, source } from "./stack-file";

/** The keys that take a NodePort, each with an endpoint that uses it. */
const keys = [
  ["nodePortFrom", AksEndpointKind.NodePorts],
  ["nodePortTo", AksEndpointKind.NodePorts],
  ["healthCheckNodePort", AksEndpointKind.LoadBalancer],
] as const;

const aksOf = (endpoint: AksEndpointKind) =>
  endpoint === AksEndpointKind.NodePorts
    ? { nodeAddress: "nodes.example.com" }
    : { endpoint, publicIp: { resourceGroup: "network" } };

/** What is told of a path; undefined if nothing is. */
function told(path: string, run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.problems.find((problem) => problem.path === path)?.reason;
  }
  return undefined;
}

/** What a stack file is told of one of its keys `aks.…`; `change` is merged into them. */
function toldInStack(endpoint: AksEndpointKind, change: Record<string, unknown>, key: string): string | undefined {
  const config = { ...leastAks, streamingProxy: { mediaPort: 49100 }, aks: { ...aksOf(endpoint), ...change } };
  return told(`aks.${key}`, () => parseStackConfig(source(config)));
}

/** What the component is told of the argument of that name. */
function toldComponent(endpoint: AksEndpointKind, change: Record<string, unknown>, key: string): string | undefined {
  return told(key, () => validateAksLls("AksLls 'lls'", { ...argsOf({ ...plainVariant, endpoint }), ...change }));
}

describe.each(keys)("%s", (key, endpoint) => {
  const everywhere = (value: number) => [
    toldInStack(endpoint, { [key]: value }, key),
    toldInStack(endpoint, { [key]: `${value}` }, key),
    toldComponent(endpoint, { [key]: value }, key),
  ];

  it.each([-1, 0, 65536, 70000])("%i is no port at all, and is told so", (value) => {
    for (const reason of everywhere(value)) expect(reason).toBe("must be a whole number, 1-65535");
  });

  it.each([1, 8080, 29999, 32768, 65535])("%i is a port, but none of AKS's NodePorts", (value) => {
    for (const reason of everywhere(value))
      expect(reason).toMatch(/^must be a NodePort, 30000-32767: AKS has no others/);
  });

  it.each(["030504", "3e4", " 30504", "thirty thousand", "30000.5"])("%j is no number", (text) => {
    expect(toldInStack(endpoint, { [key]: text }, key)).toMatch(/^must be a whole number, /);
  });
});

describe("the range of NodePorts", () => {
  it("law: is any that has 30504 in it, and a reversed one is told so", () => {
    const port = fc.integer({ min: 30000, max: 32767 });
    fc.assert(
      fc.property(port, port, (nodePortFrom, nodePortTo) => {
        const range = { nodePortFrom, nodePortTo };
        const legal = nodePortFrom <= 30504 && 30504 <= nodePortTo;
        for (const one of [toldInStack, toldComponent]) {
          const reasons = ["nodePortFrom", "nodePortTo"].map((key) => one(AksEndpointKind.NodePorts, range, key));
          const [reason, ...others] = reasons.filter((text) => text !== undefined);
          expect(others).toEqual([]);
          if (legal) expect(reason).toBeUndefined();
          else if (nodePortTo < nodePortFrom) expect(reason).toMatch(/^must not be (?:below|less than) nodePortFrom/);
          else expect(reason).toMatch(/^must leave 30504 in the range/);
        }
      }),
    );
  });
});
