import { readFileSync } from "node:fs";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { BadInput } from "../components";
import { fromStackReference } from "../components/contract/from-stack-reference";
import { discoverAks, discoverEks, recordedAks, recordedEks } from "../discovery";
import { assumedAksCluster } from "../simulator/assumed-aks-cluster";
import { assumedEksCluster } from "../simulator/assumed-eks-cluster";
import { anything, notKnown } from "./anything";

// Wrong arguments of the functions that the package exports; those of the components are in components/wrong-types.test.ts.

type Map = Record<string, any>;

/** A function with good arguments, each under its name in messages; `args` are those that stand at the root of a path. */
interface Subject {
  name: string;
  call: (...args: any[]) => unknown;
  good: Map;
  /** Paths of maps whose keys are free. */
  free?: string[];
  /** Paths that may be absent. Default: what is not at the beginning of another path. */
  required: string[];
}

const calls: string[] = [];
let aws: AwsProvider, azure: AzureProvider, kubernetes: KubernetesProvider;

beforeEach(async () => {
  calls.length = 0;
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id: "id", state: inputs as Map }),
    call: ({ token }) => {
      calls.push(token);
      throw new Error("called");
    },
  });
  aws = new AwsProvider("aws", { region: "us-west-2" });
  azure = new AzureProvider("azure", {});
  kubernetes = new KubernetesProvider("kubernetes", {});
});

const place = { cluster: "nvcf-dev", availabilityZone: "us-west-2a" };
const nodes = { proxyNodeSelector: { "node-type": "compute" }, workerNodeSelector: { gpu: "yes" } };
const eksArgs = {
  ...{ ...place, owner: "team/dev", ...nodes, subnetId: "subnet-0a" },
  ...{ proxyNodeSecurityGroupIds: ["sg-0a"], workerNodeSecurityGroupIds: ["sg-0b"] },
  targets: { kind: "autoScalingGroups", autoScalingGroups: ["eks-compute"] },
  nodeRules: { mediaPort: 5004, externalTrafficPolicy: "Local" },
};
const group = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/nodes";
const aksArgs = {
  ...{ cluster: "nvcf-aks-dev", resourceGroup: "nvcf-aks-dev", availabilityZone: "1", owner: "team/dev", ...nodes },
  ...{ pools: ["gpu"], subnetNetworkSecurityGroupIds: [group], nicMode: "nsgRules", nsgRules: "create" },
  endpoint: "nodePorts",
  rule: {
    ...{ name: "allow", priority: 400, probePriority: 401, port: 5004, probePort: 32504 },
    nodePorts: { from: 30000, to: 32767 },
  },
};
const role = { roleArn: "arn:aws:iam::123456789012:role/reader", externalId: "a", sessionName: "b" };
const recorded = (file: string): string => readFileSync(`facts/${file}.json`, "utf8");
const selectors = ["args.proxyNodeSelector", "args.workerNodeSelector"];

const subjects = (): Subject[] => [
  {
    name: "discoverEks",
    call: discoverEks,
    good: { args: eksArgs, options: { provider: aws, connection: { profile: "a", assumeRoles: [role] }, ec2: {} } },
    free: [...selectors, "options.ec2"],
    required: ["cluster", "availabilityZone", "targets.kind", "options.provider", "roleArn"],
  },
  {
    name: "recordedEks",
    call: recordedEks,
    good: { args: eksArgs, text: recorded("dev"), file: "facts.json" },
    free: selectors,
    required: ["cluster", "availabilityZone", "targets.kind", "text", "file"],
  },
  {
    name: "discoverAks",
    call: discoverAks,
    good: { args: aksArgs, options: { provider: azure, environment: "public", arm: {} } },
    free: [...selectors, "options.arm"],
    required: ["cluster", "resourceGroup", "options.provider", "nodePorts.from", "nodePorts.to"],
  },
  {
    name: "recordedAks",
    call: recordedAks,
    good: { args: aksArgs, text: recorded("aks-dev"), file: "facts.json" },
    free: selectors,
    required: ["cluster", "resourceGroup", "nodePorts.from", "nodePorts.to", "text", "file"],
  },
  {
    name: "fromStackReference",
    call: fromStackReference,
    good: { reference: { getOutput: () => unread, name: unread }, options: { cloud: "eks", output: "lls" } },
    free: ["reference"],
    required: ["reference"],
  },
  {
    name: "assumedEksCluster",
    call: assumedEksCluster,
    good: {
      args: {
        ...{ ...place, region: "us-west-2", account: "123456789012", subnetId: "subnet-0a", number: 2 },
        ...{ proxyNodeSecurityGroupIds: ["sg-0a"], workerNodeSecurityGroupIds: ["sg-0b"] },
      },
    },
    required: ["cluster", "availabilityZone", "region"],
  },
  {
    name: "assumedAksCluster",
    call: assumedAksCluster,
    good: {
      args: {
        ...{ cluster: "dev", resourceGroup: "rg", location: "westeurope", subscription: "s", availabilityZone: "1" },
        ...{ pools: ["gpu"], ...nodes, subnetNetworkSecurityGroupIds: [group], openPorts: ["5004"], number: 2 },
        allowedHostPorts: { from: 30000, to: 32767 },
      },
    },
    free: selectors,
    required: ["cluster", "resourceGroup", "allowedHostPorts.from", "allowedHostPorts.to"],
  },
];
/** What the contract of another stack says is read, and checked, elsewhere. */
const unread = pulumi.output(new Promise(() => undefined));
const names = subjects().map(({ name }) => [name]);

/** A place in arguments, its value, and the arguments with another one there. */
interface Place {
  path: string;
  value: unknown;
  put: (value: unknown) => Map;
}

function placesOf({ good, free = [] }: Subject): Place[] {
  const within = (place: Place): Place[] => {
    const { path, value, put } = place;
    if (Array.isArray(value))
      return [place, ...value.flatMap((entry, index) => within(entryPlace(place, entry, index)))];
    if (!isPlainMap(value) || free.includes(path)) return [place];
    const inner = Object.entries(value).flatMap(([key, entry]) =>
      within({ path: `${path}.${key}`, value: entry, put: (changed) => put({ ...value, [key]: changed }) }),
    );
    return [place, ...inner];
  };
  return Object.entries(good).flatMap(([key, value]) =>
    within({ path: key, value, put: (changed) => ({ ...good, [key]: changed }) }),
  );
}

function entryPlace({ path, value, put }: Place, entry: unknown, index: number): Place {
  const list = value as unknown[];
  return {
    path: `${path}[${index}]`,
    value: entry,
    put: (changed) => put(list.map((other, at) => (at === index ? changed : other))),
  };
}

function isPlainMap(value: unknown): value is Map {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** What a function says; undefined if it takes its arguments. */
async function refusalOf({ call, name }: Subject, given: Map): Promise<BadInput | undefined> {
  try {
    await call(...Object.values(given));
  } catch (error) {
    if (!(error instanceof BadInput)) {
      // The cloud was asked: the arguments were taken.
      if (calls.length > 0) return undefined;
      throw error;
    }
    // What was found in facts or a cloud is no matter here.
    return error.message.startsWith(`${name}: `) ? error : undefined;
  }
  return undefined;
}

/** As messages have it. */
const shown = (path: string): string => path.replace(/^args\./, "");

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? "list" : isPlainMap(value) ? "map" : typeof value === "object" ? "instance" : typeof value;
const fitting: Record<string, string[]> = {
  string: ["text"],
  number: ["number", "fraction", "no number"],
  list: ["list"],
  map: ["map"],
  instance: [],
};

describe.each(names)("%s refuses", (name) => {
  const subject = (): Subject => subjects().find((one) => one.name === name)!;

  it("nothing of what is good", async () => {
    expect(await refusalOf(subject(), subject().good)).toBeUndefined();
  });

  it("law: every value of another type, by its path, before any call", async () => {
    for (const { path, value, put } of placesOf(subject())) {
      for (const [what, wrong] of Object.entries(anything)) {
        const takes = [...fitting[kindOf(value)]!];
        // Whatever answers calls in tests may be an instance of a class.
        if (/\.(ec2|arm)$/.test(path)) takes.push("map", "date", "Map");
        if (takes.includes(what)) continue;
        calls.length = 0;
        const problems = (await refusalOf(subject(), put(wrong)))?.problems ?? [];
        const problem = problems.find((one) => one.path.startsWith(shown(path)));
        expect(problem, `${path} = ${what}`).toBeDefined();
        expect(calls).toEqual([]);
        if (["Output", "promise"].includes(what)) expect(problem!.reason, path).toBe(notKnown);
      }
    }
  });

  it("law: what is required and missing, and nothing else as absent", async () => {
    const isRequired = (path: string): boolean =>
      path === "args" ||
      path.endsWith("]") ||
      (path === "options" && name.startsWith("discover")) ||
      subject().required.some((one) => path === one || path.endsWith(`.${one}`));
    for (const { path, put } of placesOf(subject())) {
      for (const nothing of [undefined, null]) {
        calls.length = 0;
        const problems = (await refusalOf(subject(), put(nothing)))?.problems ?? [];
        const told = problems.map((problem) => problem.path);
        expect(told, `${path} = ${nothing}`).toEqual(isRequired(path) ? [shown(path)] : []);
      }
    }
  });

  it("law: a key that there is not, with the nearest one that there is", async () => {
    const { free = [] } = subject();
    const maps = placesOf(subject()).filter(({ path, value }) => isPlainMap(value) && !free.includes(path));
    for (const { path, value, put } of maps) {
      const [key] = Object.keys(value as Map).sort();
      const problems = (await refusalOf(subject(), put({ ...(value as Map), [`${key}x`]: 1 })))?.problems;
      const at = path === "args" ? `${key}x` : `${shown(path)}.${key}x`;
      expect(problems).toEqual([{ path: at, reason: `is no argument; did you mean \`${key}\`?` }]);
    }
  });

  it("no arguments at all", async () => {
    const problems = (await refusalOf(subject(), {}))?.problems.map(({ path }) => path);
    expect(problems).toEqual(Object.keys(subject().good).filter((key) => key !== "options" || name.startsWith("dis")));
  });
});

describe("discovery refuses", () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      "no provider of AWS",
      () => discoverEks(place, {} as never),
      /provider: is required, and must be a provider of aws/,
    ],
    [
      "that of Kubernetes",
      () => discoverEks(place, { provider: kubernetes }),
      /provider: must be a provider of aws that leads to region us-west-2; the default one .*"an instance of Provider"/,
    ],
    [
      "that of Kubernetes on Azure",
      () => discoverAks(aksArgs, { provider: kubernetes }),
      /options\.provider: must be a provider of azure-native/,
    ],
    [
      "a provider of another region",
      () => discoverEks(place, { provider: new AwsProvider("eu", { region: "eu-west-1" }) }),
      /options\.provider: must lead to region us-west-2, that of availabilityZone \(got "eu-west-1"\)/,
    ],
    [
      "a buffer for text",
      () => recordedEks(place, readFileSync("facts/dev.json") as never, "facts.json"),
      /text: must be the content of a facts file as text: readFileSync\(file, "utf8"\)/,
    ],
    [
      "targets of another kind than they are",
      () => recordedEks({ ...place, targets: { kind: "addresses", autoScalingGroups: ["a"] } }, "{}", "facts.json"),
      /targets\.autoScalingGroups: must be absent with kind addresses/,
    ],
    [
      "a range that ends before it begins",
      () => recordedAks({ ...aksArgs, rule: { nodePorts: { from: 31000, to: 30504 } } }, "{}", "facts.json"),
      /rule\.nodePorts\.to: must not be less than from, which is 31000/,
    ],
  ])("%s", async (_, call, message) => {
    await expect(Promise.resolve().then(call)).rejects.toThrow(message);
    expect(calls).toEqual([]);
  });

  it("no provider whose region is not known yet", async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ inputs }) => ({ id: "id", state: { ...(inputs as Map), region: undefined } }),
        call: ({ token }) => {
          calls.push(token);
          throw new Error("called");
        },
      },
      undefined,
      undefined,
      true,
    );
    await expect(discoverEks(place, { provider: new AwsProvider("aws", {}) })).rejects.toThrow();
    expect(calls).toContain("aws:index/getCallerIdentity:getCallerIdentity");
  });
});

it("law: what is undefined or null in a request is its default", () => {
  const { selection } = recordedEks(place, recorded("dev"), "facts.json");
  const optional = ["owner", "proxyNodeSelector", "workerNodeSelector", "subnetId", "targets"];
  const lists = ["proxyNodeSecurityGroupIds", "workerNodeSecurityGroupIds"];
  for (const nothing of [undefined, null]) {
    const nulls = Object.fromEntries([...optional, ...lists].map((key) => [key, nothing]));
    expect(recordedEks({ ...place, ...nulls }, recorded("dev"), "facts.json").selection).toEqual(selection);
  }
  const { cluster, resourceGroup } = aksArgs;
  const found = recordedAks({ cluster, resourceGroup }, recorded("aks-dev"), "facts.json");
  const keys = Object.keys(aksArgs).filter((key) => !["cluster", "resourceGroup"].includes(key));
  const nulls = Object.fromEntries(keys.map((key) => [key, null]));
  expect(recordedAks({ ...nulls, cluster, resourceGroup }, recorded("aks-dev"), "facts.json")).toEqual(found);
});

it("law: an entry of a map of text that is not known yet is told so, by its path", async () => {
  for (const subject of subjects()) {
    for (const { path, put } of placesOf(subject).filter(({ path }) => selectors.includes(path))) {
      for (const what of ["Output", "promise"]) {
        const problems = (await refusalOf(subject, put({ a: "b", c: anything[what] })))?.problems;
        expect(problems, subject.name).toEqual([{ path: `${shown(path)}.c`, reason: notKnown }]);
      }
    }
  }
});

it("one constant of targets serves discovery and component: the Service of a binding is let pass", () => {
  const targets = {
    kind: "targetGroupBinding",
    targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 5004 },
  };
  const { selection } = recordedEks({ ...place, targets: { kind: targets.kind } }, recorded("dev"), "facts.json");
  expect(recordedEks({ ...place, targets }, recorded("dev"), "facts.json").selection).toEqual(selection);
});

describe("an assumed cluster on AKS", () => {
  const least = { cluster: "dev", resourceGroup: "rg" };

  it.each([
    [{ from: 500, to: 3 }, "allowedHostPorts.to", "must not be less than from, which is 500"],
    [{ from: 0, to: 3 }, "allowedHostPorts.from", "must be a whole number, 1-65535"],
    [{ from: 1, to: 65536 }, "allowedHostPorts.to", "must be a whole number, 1-65535"],
  ])("refuses the host ports %j", (allowedHostPorts, path, reason) => {
    expect(() => assumedAksCluster({ ...least, allowedHostPorts })).toThrow(`${path}: ${reason}`);
  });

  it.each(["99999999", "0", "5-3", "0-3", "1-65536", "1-2-3", "5-", "-5", "", " 5", "*", "1.5"])(
    "refuses the open port %j",
    (port) => {
      const reason = "must be a port, 1-65535, or a range of ports such as 30000-32767, as text";
      expect(() => assumedAksCluster({ ...least, openPorts: ["5004", port] })).toThrow(`openPorts[1]: ${reason}`);
    },
  );

  it("takes a port, and a range that begins where it ends", () => {
    const openPorts = ["1", "65535", "5-5", "1-65535"];
    const allowedHostPorts = { from: 5, to: 5 };
    expect(() => assumedAksCluster({ ...least, openPorts, allowedHostPorts })).not.toThrow();
  });
});

it("an assumed cluster on AKS needs no selectors: they are those of discovery", () => {
  const least = { cluster: "dev", resourceGroup: "rg" };
  const nulls = { location: null, availabilityZone: null, openPorts: null, number: null, pools: null } as object;
  const assumed = assumedAksCluster(least);
  expect(assumed.network.agentPools.map(({ labels }) => labels)).toEqual([
    { "node-type": "compute" },
    { "nvcf.nvidia.com/workload": "gpu" },
  ]);
  expect(assumedAksCluster({ ...least, ...nulls })).toEqual(assumed);
});
