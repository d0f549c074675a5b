import fc from "fast-check";
import { readFileSync } from "node:fs";
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

  it("is told all at once: two mistakes in different keys give the problems of both", () => {
    const mistakes = Object.values(badConfigs).filter(({ config }) => config.cloud === "eks");
    const paths = (config: Config) => badInput(source(config)).problems.map(({ path }) => path);
    const keys = ({ config, problems }: BadConfig) => [
      ...Object.keys(config).filter((key) => config[key] !== least[key]),
      ...Object.keys(problems).map((path) => path.split(/[.[]/)[0]!),
    ];
    for (const one of mistakes) {
      for (const other of mistakes) {
        if (keys(one).some((key) => keys(other).includes(key))) continue;
        const changes = Object.entries(other.config).filter(([key, value]) => value !== least[key]);
        const joined = { ...one.config, ...Object.fromEntries(changes) };
        expect(paths(joined)).toEqual([...Object.keys(one.problems), ...Object.keys(other.problems)].sort());
      }
    }
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
