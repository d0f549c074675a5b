import fc from "fast-check";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseStackConfig } from "../../stacks/config";
import { badAksConfigs, badConfigs, type BadConfig } from "./bad-configs";
import { goodConfigs } from "./good-configs";
import { badInput, messages } from "./problems-of";
import { least, leastAks, source, type Config } from "./stack-file";

describe("what is right", () => {
  it.each(Object.entries(goodConfigs))("%s", (_, config) => {
    expect(parseStackConfig(source(config))).toMatchObject({ cluster: config.cluster, cloud: config.cloud });
  });

  it("is filled up with every default, and nothing else", () => {
    expect(parseStackConfig(source(least))).toEqual({
      ...least,
      subject: "Pulumi.dev.yaml",
      region: "us-west-2",
      port: 5004,
      allowedCidrs: ["0.0.0.0/0"],
      streamingProxy: {
        imageTag: "3.0.2",
        replicas: 1,
        resources: { cpu: "5000m", memory: "24Gi" },
        nodeSelector: { "node-type": "compute" },
        rollout: "surge",
        namespace: "create",
      },
      eks: {
        workerNodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
        egress: "securityGroups",
        addressing: { kind: "dynamic" },
        targets: { kind: "autoScalingGroups" },
        nodeRules: "create",
        deletionProtection: false,
      },
      tags: {},
      aws: {},
      awsProvider: {},
    });
  });

  it("is filled up with the defaults of AKS on AKS", () => {
    expect(parseStackConfig(source(leastAks))).toEqual({
      ...leastAks,
      subject: "Pulumi.dev.yaml",
      port: 5004,
      allowedCidrs: ["0.0.0.0/0"],
      streamingProxy: {
        imageTag: "3.0.2",
        replicas: 1,
        resources: { cpu: "5000m", memory: "24Gi" },
        nodeSelector: { "node-type": "compute" },
        rollout: "surge",
        namespace: "create",
      },
      aks: {
        endpoint: "nodePorts",
        nodeAddress: "nodes.example.com",
        nodePortFrom: 30000,
        nodePortTo: 32767,
        workerNodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
        nicMode: "nsgRules",
        nsgRules: "create",
        ruleName: "allow-udp-nodeports-webrtc",
        rulePriority: 400,
        probePriority: 401,
        healthCheckNodePort: 32504,
        frontDoor: { kind: "none" },
      },
      tags: {},
      azure: {},
    });
  });

  it("is kept as given, numbers and flags converted", () => {
    const given = goodConfigs["every choice"]!;
    const proxy = given.streamingProxy as Config;
    expect(parseStackConfig(source(given))).toMatchObject({
      ...given,
      streamingProxy: { ...proxy, resources: { cpu: "5", memory: "24Gi" } },
    });
    expect(parseStackConfig(source(goodConfigs["numbers and flags as pulumi config set writes them"]!))).toMatchObject({
      port: 5005,
      streamingProxy: { replicas: 2, mediaPort: 49100 },
      eks: { deletionProtection: true, addressing: { elasticIp: { retain: false } } },
    });
  });

  it.each(["dev", "aks-dev", "aks-pools"])("is the committed stack %s", (stack) => {
    const file = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as { config: Config };
    expect(parseStackConfig(source(file.config))).toMatchObject({ cluster: `nvcf-${stack}` });
  });
});

describe("what is wrong", () => {
  it.each(Object.entries({ ...badConfigs, ...badAksConfigs }))("%s", (_, { config, problems }) => {
    const found = messages(badInput(source(config)).problems);
    expect(found).toEqual(
      Object.fromEntries(Object.entries(problems).map(([path, part]) => [path, [expect.stringContaining(part)]])),
    );
  });

  it.each([
    ["EKS", badConfigs, least, [] as string[]],
    // The endpoint, a part of aks, decides about these.
    ["AKS", badAksConfigs, leastAks, ["endpointHost", "port", "streamingProxy"]],
  ])(
    "is told all at once on %s: two mistakes in different keys give those of both",
    (_, configs, right, partsOfAks) => {
      const mistakes = Object.values(configs).filter(({ config }) => config.cloud === right.cloud);
      const paths = (config: Config) => badInput(source(config)).problems.map(({ path }) => path);
      const changed = ({ config }: BadConfig) =>
        Object.keys(config).filter((key) => !isDeepStrictEqual(config[key], right[key]));
      const keys = (mistake: BadConfig) =>
        [...changed(mistake), ...Object.keys(mistake.problems).map((path) => path.split(/[.[]/)[0]!)].map((key) =>
          partsOfAks.includes(key) ? "aks" : key,
        );
      let pairs = 0;
      for (const one of mistakes) {
        for (const other of mistakes) {
          if (keys(one).some((key) => keys(other).includes(key))) continue;
          pairs++;
          const changes = changed(other).map((key) => [key, other.config[key]]);
          const joined = { ...one.config, ...Object.fromEntries(changes) };
          expect(paths(joined)).toEqual([...Object.keys(one.problems), ...Object.keys(other.problems)].sort());
        }
      }
      expect(pairs).toBeGreaterThan(mistakes.length);
    },
  );

  it.each([
    ["a wrong value", { rulePriority: 1 }, "aks.rulePriority"],
    ["an unknown key", { pool: "a" }, "aks.pool"],
  ])("is what the endpoint asks for, also where the same object has %s", (_, wrong, path) => {
    const both = { endpoint: "both", publicIp: { id: "ip" }, ...wrong };
    expect(badInput(source({ ...leastAks, aks: both })).problems.map((problem) => problem.path)).toEqual(
      [path, "aks.publicIp.id", "endpointHost", "streamingProxy.mediaPort"].sort(),
    );
    expect(badInput(source({ ...leastAks, aks: wrong })).problems.map((problem) => problem.path)).toEqual(
      ["aks.nodeAddress", path].sort(),
    );
  });

  it("is told all at once, even within one object", () => {
    const eks = {
      addressing: { kind: "dynamic", elasticIp: { retain: "no" }, other: 1 },
      targets: { kind: "targetGroupBinding", addresses: ["x"], other: 1 },
    };
    expect(badInput(source({ ...least, eks })).problems.map(({ path }) => path)).toEqual([
      "eks.addressing.elasticIp",
      "eks.addressing.elasticIp.retain",
      "eks.addressing.other",
      "eks.targets.addresses",
      "eks.targets.addresses[0]",
      "eks.targets.other",
      "eks.targets.targetGroupBinding",
    ]);
  });

  it("is any port text but the canonical decimal of 1-65535", () => {
    const portLike = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[ +-]?0?[0-9]{1,6}[ .]?$/),
      fc.integer({ min: -70000, max: 140000 }).map(String),
      fc.integer({ min: 1, max: 65535 }).map((port) => `0x${port.toString(16)}`),
    );
    const canonical = (text: string) => String(parseInt(text, 10)) === text && +text >= 1 && +text <= 65535;
    fc.assert(
      fc.property(portLike, (text) => {
        const given = source({ ...least, port: text });
        if (canonical(text)) expect(parseStackConfig(given).port).toBe(Number(text));
        else expect(Object.keys(messages(badInput(given).problems))).toEqual(["port"]);
      }),
    );
  });

  it("names the file, and each value that is no object", () => {
    const { message } = badInput(source({ ...least, port: "5004 ", streamingProxy: { rollout: "fast" }, eks: [1] }));
    expect(message).toBe(
      [
        "Pulumi.dev.yaml: 3 problems",
        "  eks: must be an object with keys",
        '  port: must be a whole number, 1-65535 (got "5004 ")',
        '  streamingProxy.rollout: must be surge or recreate (got "fast")',
      ].join("\n"),
    );
  });

  it("names the value also where another key decides that it is wrong", () => {
    const lines = (aks: Config) =>
      badInput(source({ ...leastAks, aks }))
        .message.split("\n")
        .slice(1);
    const { nodeAddress } = leastAks.aks as Config;
    expect(lines({ nodeAddress, nodePortFrom: 32000, nodePortTo: 31000 })).toEqual([
      "  aks.nodePortTo: must not be below nodePortFrom (got 31000)",
    ]);
    expect(lines({ nodeAddress, nodePortFrom: 31000 })).toEqual([expect.stringMatching(/ \(got 31000\)$/)]);
  });
});
