import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackCloud } from "../cli/clouds";
import { configSourceOf, readStackFile } from "../cli/stack-file";
import type { GraphResource, ResourceGraph } from "../graph/resource-graph";
import { unknownValue } from "../graph/unknown";
import { program } from "../stacks/program";
import { SimulatedCloud } from "../simulator/cloud";
import { runSimulated } from "../simulator/run";
import { parseStackConfig } from "../stacks/config";

const root = join(__dirname, "..");

/** Resources of an example stack, as a plan registers them. */
export async function exampleStack(stack: string): Promise<ResourceGraph> {
  const file = readStackFile(root, stack);
  const config = parseStackConfig(configSourceOf(file));
  const facts = join("facts", `${stack}.json`);
  const planned = stackCloud(config, `${file.project}/${stack}`).recorded(
    readFileSync(join(root, facts), "utf8"),
    facts,
  );
  const { graph } = await runSimulated({
    ...{ cloud: new SimulatedCloud(planned.seed), project: file.project, stack },
    ...{ config: file.config, secretKeys: file.secretKeys },
    program: () => program(planned.sources),
  });
  return graph;
}

/**
 * A stack of so many resources in its first preview: an installation of LLS to every thousand, the rest what stacks usually have. Half of the
 * references to new resources are not known yet.
 */
export function generatedStack(example: ResourceGraph, size: number): ResourceGraph {
  const resources = example.resources.filter(({ type }) => type.startsWith("pulumi:"));
  for (let index = 0; resources.length < size; index++) {
    if (index % 100 === 0) resources.push(...installation(example, index));
    else resources.push(...service(example, index));
  }
  return { ...example, resources: resources.slice(0, size) };
}

/** The installation of the example under other names and ids. */
function installation({ resources }: ResourceGraph, index: number): GraphResource[] {
  const text = JSON.stringify(resources.filter(({ type }) => !type.startsWith("pulumi:")));
  const suffix = index.toString(16).padStart(4, "0");
  const renamed = text
    .replace(/(?<=::|")lls(?=[-"])/g, `lls${index}`)
    .replace(/\b(?:sg|sgr|subnet|acl|rtb|vpc|igw)-[0-9a-f]+/g, (id) => id + suffix);
  return JSON.parse(renamed) as GraphResource[];
}

/** Ten resources of something that is not LLS. */
function service({ project, stack, resources }: ResourceGraph, index: number): GraphResource[] {
  const isNew = index % 2 === 0;
  const made: GraphResource[] = [];
  const make = (
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    refersTo: Record<string, GraphResource> = {},
  ) => {
    const edges = Object.entries(refersTo).map(([property, { urn }]) => [property, [urn]]);
    const references = Object.entries(refersTo).map(([property, { id }]) => [property, id ?? unknownValue]);
    const all = { ...inputs, ...Object.fromEntries(references) };
    const resource: GraphResource = {
      urn: `urn:pulumi:${stack}::${project}::${type}::${name}-${index}`,
      ...{ type, name: `${name}-${index}`, parent: resources[0]!.urn, custom: true },
      ...(isNew ? {} : { id: `${name}-id-${index}` }),
      ...{ inputs: all, outputs: { ...all, arn: isNew ? unknownValue : `arn:aws:x:::${name}-${index}` } },
      ...{ dependencies: Object.values(refersTo).map(({ urn }) => urn) },
      ...{ propertyDependencies: Object.fromEntries(edges) as Record<string, string[]>, options: {} },
    };
    made.push(resource);
    return resource;
  };
  const tags = { team: `team-${index % 7}`, service: `service-${index}` };
  const rule = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] });
  const group = make("aws:ec2/securityGroup:SecurityGroup", "group", { description: "x", ingress: [rule(443)], tags });
  make(
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "rule",
    { ...rule(8443), type: "ingress" },
    { securityGroupId: group },
  );
  const ingress = { ipProtocol: "tcp", fromPort: 9443, toPort: 9443 };
  const peers = { securityGroupId: group, referencedSecurityGroupId: group };
  make("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "peer", ingress, peers);
  const nsg = make("azure-native:network:NetworkSecurityGroup", "nsg", { securityRules: [], tags });
  const allowed = { access: "Allow", direction: "Inbound", protocol: "Tcp", priority: 200 + (index % 100) };
  const everyone = { sourceAddressPrefix: "10.0.0.0/8", destinationAddressPrefix: "*", sourcePortRange: "*" };
  make(
    "azure-native:network:SecurityRule",
    "nsg-rule",
    { ...allowed, ...everyone, destinationPortRange: "443" },
    { networkSecurityGroupName: nsg },
  );
  const bucket = make("aws:s3/bucket:Bucket", "bucket", { forceDestroy: false, tags });
  make("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: policyText(index) }, { bucket });
  make("aws:lambda/function:Function", "function", {
    runtime: "nodejs22.x",
    environment: { variables: variables(index) },
    tags,
  });
  const labels = { app: `service-${index}` };
  const container = {
    name: "main",
    image: `example.com/service-${index}:1.2.3`,
    env: [{ name: "MODE", value: "production" }],
  };
  make("kubernetes:apps/v1:Deployment", "deployment", {
    metadata: { labels },
    spec: { template: { spec: { containers: [container] } } },
  });
  make("kubernetes:core/v1:Service", "service", {
    metadata: { labels },
    spec: { selector: labels, ports: [{ port: 80 }] },
  });
  return made;
}

function policyText(index: number): string {
  const Resource = [`arn:aws:s3:::bucket-${index}`, `arn:aws:s3:::bucket-${index}/*`];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource }],
  });
}

function variables(index: number): Record<string, string> {
  return {
    TABLE: `table-${index}`,
    QUEUE: `https://sqs.us-west-2.amazonaws.com/123456789012/queue-${index}`,
    LEVEL: "info",
  };
}
