import { least, leastAks, type Config } from "./stack-file";

/** A configuration that is wrong. */
export interface BadConfig {
  config: Config;
  /** Exactly these paths have problems, each with this in its message. */
  problems: Record<string, string>;
  /** Whether an editor with the JSON Schema shows it too. */
  seenByEditor: boolean;
}

const wrong = (config: Config, problems: Record<string, string>, seenByEditor = true): BadConfig => ({
  config: { ...least, ...config },
  problems,
  seenByEditor,
});
const proxy = (streamingProxy: object, problems: Record<string, string>, seen = true) =>
  wrong({ streamingProxy }, problems, seen);
const eks = (eks: object, problems: Record<string, string>, seen = true) => wrong({ eks }, problems, seen);

const portRange = "must be a whole number, 1-65535";

const numbered = (name: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, "x"]));

/** Configurations that are wrong in one way each, under a description of it. */
export const badConfigs: Record<string, BadConfig> = {
  "nothing given": {
    config: {},
    problems: { cloud: "is required", cluster: "is required", imageRegistry: "is required" },
    seenByEditor: true,
  },
  "another cloud": wrong({ cloud: "gke" }, { cloud: "must be eks or aks" }),
  "no zone": wrong({ availabilityZone: undefined }, { availabilityZone: "is required on EKS" }),
  "a key of AKS": wrong({ aks: {} }, { aks: "is not for cloud eks" }),
  "another key of AKS": wrong({ resourceGroup: "rg" }, { resourceGroup: "is not for cloud eks" }),
  "an empty cluster name": wrong({ cluster: "" }, { cluster: "1-100 letters" }),
  "a cluster name of 101 characters": wrong({ cluster: "a".repeat(101) }, { cluster: "an EKS cluster" }, false),
  "a region as zone": wrong({ availabilityZone: "us-west-2" }, { availabilityZone: "such as us-west-2a" }, false),
  "a zone of another region": wrong(
    { "aws:region": "eu-west-1" },
    { availabilityZone: "region in aws:region", "aws:region": "region of availabilityZone" },
    false,
  ),
  "port 0": wrong({ port: 0 }, { port: portRange }),
  "port 70000": wrong({ port: 70000 }, { port: portRange }),
  "port 70000 as text": wrong({ port: "70000" }, { port: portRange }, false),
  "a port with a space": wrong({ port: "5004 " }, { port: portRange }),
  "a port in hexadecimal": wrong({ port: "0x10" }, { port: portRange }),
  "a port with exponent": wrong({ port: "1e3" }, { port: portRange }),
  "a port with leading zero": wrong({ port: "05004" }, { port: portRange }),
  "a port with fraction": wrong({ port: 5004.5 }, { port: portRange }),
  "a registry with scheme": wrong(
    { imageRegistry: "https://registry.example.com/nvcf" },
    { imageRegistry: "must not have a scheme" },
    false,
  ),
  "a registry with slash at the end": wrong(
    { imageRegistry: "registry.example.com/nvcf/" },
    { imageRegistry: "must not end with a slash" },
    false,
  ),
  "a registry with a space": wrong(
    { imageRegistry: "registry.example.com/ nvcf" },
    { imageRegistry: "must not contain white space" },
    false,
  ),
  "a registry path in upper case": wrong(
    { imageRegistry: "registry.example.com/NVCF" },
    { imageRegistry: "lower case" },
    false,
  ),
  "a CIDR that is no list": wrong({ clients: "192.0.2.0/24" }, { clients: "must be a list" }),
  "no CIDR": wrong({ allowedCidrs: [] }, { allowedCidrs: "at least one entry" }),
  "a CIDR twice": wrong({ allowedCidrs: ["192.0.2.0/24", "192.0.2.0/24"] }, { "allowedCidrs[1]": "is listed twice" }),
  "host bits": wrong({ allowedCidrs: ["192.0.2.1/24"] }, { "allowedCidrs[0]": "write 192.0.2.0/24" }, false),
  "more senders than a security group has room for": wrong(
    { allowedCidrs: Array.from({ length: 60 }, (_, index) => `203.0.113.${index}/32`) },
    { allowedCidrs: "at most 59 entries" },
  ),
  "nothing for a list": wrong({ allowedCidrs: "" }, { allowedCidrs: "must be a list" }),
  IPv6: wrong({ allowedCidrs: ["192.0.2.0/24", "2001:db8::/32"] }, { "allowedCidrs[1]": "must be IPv4" }, false),
  "a private audience": wrong({ clients: ["10.0.0.0/8"] }, { "clients[0]": "is a private range" }, false),
  "an audience that nobody is in": wrong({ clients: ["224.0.0.0/4"] }, { "clients[0]": "is a reserved range" }, false),
  "senders that nobody is": wrong({ allowedCidrs: ["0.0.0.0/8"] }, { "allowedCidrs[0]": "is a reserved range" }, false),
  "a URL as endpoint": wrong({ endpointHost: "https://stream.example.com" }, { endpointHost: "without scheme" }, false),
  "a private endpoint": wrong({ endpointHost: "10.0.0.4" }, { endpointHost: "is a private address" }, false),
  "an unknown key": wrong({ clutser: "x" }, { clutser: "did you mean `cluster`?" }),
  "an unknown key like no other": wrong({ kubeContext: "x" }, { kubeContext: "unknown key; valid keys: cloud, " }),
  "an unknown key that JavaScript knows": wrong({ constructor: "x" }, { constructor: "unknown key" }),
  "an unknown key within": proxy(
    { resources: { cpus: "5" } },
    { "streamingProxy.resources.cpus": "did you mean `cpu`?" },
  ),
  "an unknown key in a list": proxy(
    { tolerations: [{ operator: "Exists", efect: "NoSchedule" }] },
    { "streamingProxy.tolerations[0].efect": "did you mean `effect`?" },
  ),
  "text for an object": wrong({ streamingProxy: "fast" }, { streamingProxy: "must be an object" }),
  "a list for an object": wrong({ eks: [] }, { eks: "must be an object" }),
  "a chart by URL": proxy({ chart: "https://example.com/x.tgz" }, { "streamingProxy.chart": "must be oci://" }, false),
  "a version as number": proxy({ chartVersion: 3 }, { "streamingProxy.chartVersion": "put it in quotes" }),
  "a range of versions": proxy({ chartVersion: "^3.0.0" }, { "streamingProxy.chartVersion": "a full version" }),
  "a version for a local chart": proxy(
    { chart: "a.tgz", chartVersion: "3.0.0" },
    { "streamingProxy.chartVersion": "must be absent with a local .tgz" },
    false,
  ),
  "an image tag with a slash": proxy({ imageTag: "a/b" }, { "streamingProxy.imageTag": "an image tag" }),
  "no replica": proxy({ replicas: 0 }, { "streamingProxy.replicas": "at least 1" }),
  "a quantity in words": proxy({ resources: { memory: "24 GB" } }, { "streamingProxy.resources.memory": "24Gi" }),
  "no processor": proxy({ resources: { cpu: "0m" } }, { "streamingProxy.resources.cpu": "above zero" }, false),
  "a label that is no text": proxy({ nodeSelector: { gpu: true } }, { "streamingProxy.nodeSelector.gpu": "in quotes" }),
  "a label value with a space": proxy(
    { nodeSelector: { pool: "a b" } },
    { "streamingProxy.nodeSelector.pool": "must be a label value" },
    false,
  ),
  "a label key with two slashes": proxy(
    { nodeSelector: { "a/b/c": "d" } },
    { 'streamingProxy.nodeSelector["a/b/c"]': "must have a label key" },
    false,
  ),
  "a toleration of everything with a value": proxy(
    { tolerations: [{ operator: "Exists", value: "a" }] },
    { "streamingProxy.tolerations[0].value": "must be absent with operator Exists" },
    false,
  ),
  "a toleration without key": proxy(
    { tolerations: [{ value: "a" }] },
    { "streamingProxy.tolerations[0].key": "is required unless" },
    false,
  ),
  "an unknown rollout": proxy({ rollout: "fast" }, { "streamingProxy.rollout": "must be surge or recreate" }),
  "a chart value that follows from another key": proxy(
    { extraValues: { env: { lbPort: "1" } } },
    { "streamingProxy.extraValues.env.lbPort": "follows from port" },
    false,
  ),
  "chart values with names of JavaScript and Pulumi": proxy(
    { extraValues: { toString: 2, deep: { "4dabf18193072939515e22adb298388d": "x" } } },
    {
      "streamingProxy.extraValues.toString": "reserved name",
      "streamingProxy.extraValues.deep.4dabf18193072939515e22adb298388d": "reserved name",
    },
    false,
  ),
  "tags with names of JavaScript": wrong(
    { tags: { constructor: "x", toString: "y" } },
    { "tags.constructor": "reserved name", "tags.toString": "reserved name" },
    false,
  ),
  "more tags than AWS takes": wrong(
    { tags: Object.fromEntries(Array.from({ length: 44 }, (_, index) => [`team-${index}`, "media"])) },
    { tags: "at most 43 entries" },
    false,
  ),
  "an id of another kind": eks({ subnetId: "sg-0123456789abcdef0" }, { "eks.subnetId": "such as subnet-" }),
  "a short id": eks(
    { proxyNodeSecurityGroupIds: ["sg-012"] },
    { "eks.proxyNodeSecurityGroupIds[0]": "such as sg-0123456789abcdef0" },
  ),
  "addressing without kind": eks({ addressing: { elasticIp: {} } }, { "eks.addressing.kind": "is required" }),
  "an Elastic IP of another kind": eks(
    { addressing: { kind: "dynamic", elasticIp: {} } },
    { "eks.addressing.elasticIp": "must be absent with kind dynamic" },
    false,
  ),
  "an existing allocation to retain": eks(
    { addressing: { kind: "elasticIp", elasticIp: { allocationId: "eipalloc-12345678", retain: true } } },
    { "eks.addressing.elasticIp.retain": "must be absent with allocationId" },
    false,
  ),
  "an adopted name that AWS does not know": eks(
    { adopted: { loadBalancerName: "-rp" } },
    { "eks.adopted.loadBalancerName": "no hyphen at an end" },
    false,
  ),
  "an adopted group without its description": eks(
    { adopted: { securityGroupName: "nvcf-dev-rp-sg" } },
    { "eks.adopted.securityGroupDescription": "is required with securityGroupName" },
    false,
  ),
  "an adopted description without its group": eks(
    { adopted: { securityGroupDescription: "LLS" } },
    { "eks.adopted.securityGroupName": "is required with securityGroupDescription" },
    false,
  ),
  "a flag in words": eks({ deletionProtection: "yes" }, { "eks.deletionProtection": "must be true or false" }),
  "targets of another kind": eks(
    { targets: { kind: "addresses", autoScalingGroups: ["a"] } },
    { "eks.targets.autoScalingGroups": "must be absent with kind addresses" },
    false,
  ),
  "a binding without service": eks(
    { targets: { kind: "targetGroupBinding" } },
    { "eks.targets.targetGroupBinding": "is required with kind targetGroupBinding" },
    false,
  ),
  "a binding without port": eks(
    { targets: { kind: "targetGroupBinding", targetGroupBinding: { serviceName: "a" } } },
    { "eks.targets.targetGroupBinding.servicePort": "is required" },
  ),
  "a name as address": eks(
    { targets: { kind: "addresses", addresses: ["node.example.com"] } },
    { "eks.targets.addresses[0]": "must be an IPv4 address" },
    false,
  ),
  "tags of ours": wrong(
    { tags: { "LLS:cluster": "x", Name: "y", Project: "z" } },
    { 'tags["LLS:cluster"]': "is set by", "tags.Name": "is set by nvcf-lls", "tags.Project": "is set by nvcf-lls" },
  ),
  "a tag of AWS": wrong({ tags: { "AWS:x": "y" } }, { 'tags["AWS:x"]': "does not start with aws:" }),
  "a long tag": wrong({ tags: { a: "b".repeat(257) } }, { "tags.a": "at most 256" }),
  "a tag with a long key": wrong(
    { tags: { ["a".repeat(129)]: "b" } },
    { [`tags.${"a".repeat(129)}`]: "1-128 letters" },
  ),
  "tags that EC2 takes and load balancers do not": wrong(
    { tags: { "cost&center!": "x", cost: "a&b", line: "a\nb" } },
    { 'tags["cost&center!"]': "digits, spaces and _.:/=+-@", "tags.cost": "_.:/=+-@", "tags.line": "_.:/=+-@" },
  ),
  "tags of the provider that load balancers do not take": wrong(
    { "aws:defaultTags": { tags: { "a&b": "c", d: "e&f" } } },
    { 'aws:defaultTags.tags["a&b"]': "digits, spaces and _.:/=+-@", "aws:defaultTags.tags.d": "_.:/=+-@" },
    false,
  ),
  "a tag that JavaScript would lose": wrong(
    { tags: JSON.parse('{"__proto__":"x"}') },
    { "tags.__proto__": "is a reserved name" },
    false,
  ),
  "a chart value that JavaScript would lose": proxy(
    { extraValues: { list: [JSON.parse('{"__proto__":{}}')] } },
    { "streamingProxy.extraValues.list[0].__proto__": "is a reserved name" },
    false,
  ),
  "too many tags with those of the provider": wrong(
    { tags: numbered("a", 30), "aws:defaultTags": { tags: numbered("b", 30) } },
    { "aws:defaultTags": "with tags, must have at most 43 entries" },
    false,
  ),
  "roles that are no list": wrong({ "aws:assumeRoles": "x" }, { "aws:assumeRoles": "must be a list" }, false),
  "a role without ARN": wrong({ "aws:assumeRoles": [{}] }, { "aws:assumeRoles[0].roleArn": "is required" }, false),
  "two roles in a row": wrong(
    {
      "aws:assumeRoles": [
        { roleArn: "arn:aws:iam::123456789012:role/a" },
        { roleArn: "arn:aws:iam::123456789012:role/b" },
      ],
    },
    { "aws:assumeRoles": "must be one role without externalId" },
    false,
  ),
  "an external id": wrong(
    { "aws:assumeRoles": [{ roleArn: "arn:aws:iam::123456789012:role/a", externalId: "x" }] },
    { "aws:assumeRoles": "or set the secret kubeconfig" },
    false,
  ),
  "an account id as number": wrong(
    { "aws:allowedAccountIds": [123456789012] },
    { "aws:allowedAccountIds[0]": "put it in quotes" },
    false,
  ),
  "accounts both allowed and forbidden": wrong(
    { "aws:allowedAccountIds": ["123456789012"], "aws:forbiddenAccountIds": ["123456789012"] },
    { "aws:forbiddenAccountIds": "must be absent with aws:allowedAccountIds" },
    false,
  ),
  "an access key": wrong({ "aws:accessKey": "x" }, { "aws:accessKey": "use the environment" }, false),
  "a key of the AWS provider that is not taken over": wrong(
    { "aws:endpoints": [] },
    { "aws:endpoints": "has no effect on the provider" },
    false,
  ),
  "a misspelled key of the AWS provider": wrong(
    { "aws:defaultTag": {} },
    { "aws:defaultTag": "unknown key; did you mean `defaultTags`?" },
    false,
  ),
  "a key of the Kubernetes provider": wrong(
    { "kubernetes:context": "prod" },
    { "kubernetes:context": "has no effect on the provider of the installation" },
  ),
};

const aks = (aks: object, problems: Record<string, string>, further: Config = {}, seenByEditor = true): BadConfig => ({
  config: { ...leastAks, aks: { ...(leastAks.aks as object), ...aks }, ...further },
  problems,
  seenByEditor,
});
const wrongAks = (config: Config, problems: Record<string, string>, seenByEditor = true): BadConfig => ({
  config: { ...leastAks, ...config },
  problems,
  seenByEditor,
});
const balanced = { endpoint: "loadBalancer", nodeAddress: undefined, publicIp: { resourceGroup: "rg" } };
const groupId = (group: string, type: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${group}/providers/Microsoft.Network/${type}/it`;
const mediaPort = { streamingProxy: { mediaPort: 49100 } };

/** The same for stacks on AKS. */
export const badAksConfigs: Record<string, BadConfig> = {
  "no resource group": wrongAks({ resourceGroup: undefined }, { resourceGroup: "is required on AKS" }),
  "a resource group that ends with a full stop": wrongAks(
    { resourceGroup: "rg." },
    { resourceGroup: "name of a resource group" },
    false,
  ),
  "a key of EKS": wrongAks({ eks: {} }, { eks: "is not for cloud aks" }),
  "a cluster name that EKS would take": wrongAks(
    { cluster: "a".repeat(64) },
    { cluster: "name of an AKS cluster" },
    false,
  ),
  "a cluster name that neither cloud takes": wrongAks(
    { cluster: "my cluster" },
    { cluster: "name of an AKS cluster" },
    false,
  ),
  "a zone of AWS": wrongAks({ availabilityZone: "us-west-2a" }, { availabilityZone: "must be one of 1, 2, 3" }, false),
  "a fourth zone": wrongAks({ availabilityZone: "4" }, { availabilityZone: "must be one of 1, 2, 3" }, false),
  "tags that Azure does not take": wrongAks(
    { tags: { "a/b": "c", "Windows x": "y", "LLS:x": "y", z: "z".repeat(257) } },
    {
      'tags["a/b"]': "without < > %",
      'tags["Windows x"]': "does not start with microsoft, azure or windows",
      'tags["LLS:x"]': "is set by nvcf-lls",
      "tags.z": "at most 256",
    },
  ),
  "tags of ours to Azure, which ignores case": wrongAks(
    { tags: { project: "x", NAME: "y" } },
    {
      "tags.project": "is Project to Azure, which ignores case, and set by nvcf-lls",
      "tags.NAME": "is Name to Azure, which ignores case, and set by nvcf-lls",
    },
  ),
  "a tag twice to Azure, which ignores case": wrongAks(
    { tags: { team: "x", Team: "y" } },
    { "tags.Team": "is team to Azure, which ignores case; remove one" },
    false,
  ),
  "a cloud environment that there is none": wrongAks(
    { "azure-native:environment": "germany" },
    { "azure-native:environment": "must be public or usgovernment or china" },
    false,
  ),
  "a registry that only nodes of AWS can pull from": wrongAks(
    { imageRegistry: least.imageRegistry },
    { imageRegistry: "AKS nodes cannot pull from ECR" },
    false,
  ),
  "a misspelled key of the Azure provider": wrongAks(
    { "azure-native:subscriptionID": "00000000-0000-0000-0000-000000000000" },
    { "azure-native:subscriptionID": "unknown key; did you mean `subscriptionId`?" },
    false,
  ),
  "a password of the Azure provider": wrongAks(
    { "azure-native:clientSecret": "hunter2" },
    { "azure-native:clientSecret": "use the environment (ARM_CLIENT_SECRET, …) or `az login`" },
    false,
  ),
  "a key of the Azure provider that is not taken over": wrongAks(
    { "azure-native:partnerId": "x" },
    {
      "azure-native:partnerId": "has no effect on the provider of the installation; remove it; taken are azure-native:",
    },
    false,
  ),
  "a key of the Kubernetes provider on AKS": wrongAks(
    { "kubernetes:kubeconfig": "x" },
    { "kubernetes:kubeconfig": "the secret kubeconfig" },
  ),
  "no address of the nodes": aks({ nodeAddress: undefined }, { "aks.nodeAddress": "is required" }, {}, false),
  "two names for browsers": aks(
    {},
    { endpointHost: "must be absent with aks.nodeAddress" },
    { endpointHost: "stream.example.com" },
    false,
  ),
  "a URL as address of the nodes": aks({ nodeAddress: "udp://nodes" }, { "aks.nodeAddress": "host name" }, {}, false),
  "a private address of the nodes": aks(
    { nodeAddress: "10.0.0.4" },
    { "aks.nodeAddress": "is a private address" },
    {},
    false,
  ),
  "an unknown endpoint": aks({ endpoint: "nlb" }, { "aks.endpoint": "must be nodePorts or loadBalancer or both" }),
  "priority 99": aks({ rulePriority: 99 }, { "aks.rulePriority": "100-4096" }),
  "priority 4097": aks({ rulePriority: 4097 }, { "aks.rulePriority": "100-4096" }),
  "the priority of the probe's rule": aks(
    { ...balanced, rulePriority: 401 },
    { "aks.rulePriority": "must differ from probePriority" },
    mediaPort,
    false,
  ),
  "the priority of the other rule for the probe": aks(
    { ...balanced, probePriority: 400 },
    { "aks.probePriority": "must differ from rulePriority" },
    mediaPort,
    false,
  ),
  "a port that NodePorts do not have": wrongAks(
    { port: 443 },
    { port: "must be absent with aks.endpoint nodePorts: browsers are told NodePort 30504" },
    false,
  ),
  "choices of a probe that NodePorts do not have": aks(
    { healthCheckNodePort: 32000, probePriority: 300 },
    {
      "aks.healthCheckNodePort": "must be absent with endpoint nodePorts",
      "aks.probePriority": "must be absent with endpoint nodePorts",
    },
    {},
    false,
  ),
  "choices of NodePorts that a load balancer does not have": aks(
    { ...balanced, nodePortFrom: 32000, nodePortTo: 31999, nicMode: "allowedHostPorts" },
    {
      "aks.nodePortFrom": "must be absent with endpoint loadBalancer",
      "aks.nodePortTo": "must be absent with endpoint loadBalancer",
      "aks.nicMode": "must be absent with endpoint loadBalancer",
    },
    mediaPort,
    false,
  ),
  "a reversed range": aks(
    { nodePortFrom: 32000, nodePortTo: 31000 },
    { "aks.nodePortTo": "must not be below nodePortFrom" },
    {},
    false,
  ),
  "a range that ends before the proxy's NodePort": aks(
    { nodePortTo: 30503 },
    { "aks.nodePortTo": "must leave 30504 in the range from nodePortFrom" },
    {},
    false,
  ),
  "a range without the proxy's NodePort": aks(
    { nodePortFrom: 31000 },
    { "aks.nodePortFrom": "must leave 30504 in the range" },
    {},
    false,
  ),
  "a NodePort that is no port": aks({ nodePortTo: 65536 }, { "aks.nodePortTo": "1-65535" }),
  "a port that is no NodePort": aks({ nodePortTo: 33000 }, { "aks.nodePortTo": "30000-32767: AKS has no others" }),
  "a pool name with a hyphen": aks({ pools: ["my-pool"] }, { "aks.pools[0]": "1-12 lower-case letters and digits" }),
  "no pool": aks({ pools: [] }, { "aks.pools": "leave the key out for its default" }),
  "a pool twice": aks({ pools: ["gpu", "gpu"] }, { "aks.pools[1]": "is listed twice" }),
  "the name of a group for its id": aks(
    { subnetNsgIds: ["nsg"] },
    { "aks.subnetNsgIds[0]": "must be an id" },
    {},
    false,
  ),
  "the id of a public IP for that of a group": aks(
    { subnetNsgIds: [groupId("rg", "publicIPAddresses")] },
    { "aks.subnetNsgIds[0]": "networkSecurityGroups/<name>" },
    {},
    false,
  ),
  "a rule name of the cloud controller": aks(
    { ruleName: "k8s-azure-lb-x" },
    { "aks.ruleName": "k8s-azure-lb" },
    {},
    false,
  ),
  "an unknown maker of the rules": aks({ nsgRules: "skip" }, { "aks.nsgRules": "must be create or assume" }),
  "an unknown way to open the interfaces": aks({ nicMode: "none" }, { "aks.nicMode": "must be nsgRules or" }),
  "a firewall without address": aks(
    { frontDoor: { kind: "firewall" } },
    { "aks.frontDoor.addresses": "is required with kind firewall" },
    {},
    false,
  ),
  "an empty list of the firewall's addresses": aks(
    { frontDoor: { kind: "firewall", addresses: [] } },
    { "aks.frontDoor.addresses": "must have at least one entry: the firewall's private address" },
  ),
  "a firewall's range with host bits": aks(
    { frontDoor: { kind: "firewall", addresses: ["10.0.0.4/26"] } },
    { "aks.frontDoor.addresses[0]": "write 10.0.0.0/26" },
    {},
    false,
  ),
  "an address without firewall": aks(
    { frontDoor: { kind: "none", addresses: ["192.0.2.4"] } },
    { "aks.frontDoor.addresses": "must be absent with kind none" },
    {},
    false,
  ),
  "a load balancer without address": aks(
    { ...balanced, publicIp: undefined },
    { "aks.publicIp": "is required with endpoint loadBalancer" },
    mediaPort,
    false,
  ),
  "an address without load balancer": aks(
    { publicIp: { resourceGroup: "rg" } },
    { "aks.publicIp": "must be absent with endpoint nodePorts" },
    {},
    false,
  ),
  "nodes' address with a load balancer": aks(
    { ...balanced, nodeAddress: "nodes.example.com" },
    { "aks.nodeAddress": "must be absent with endpoint loadBalancer" },
    mediaPort,
    false,
  ),
  "a load balancer without the proxy's port": aks(
    balanced,
    { "streamingProxy.mediaPort": "is required with aks.endpoint loadBalancer" },
    {},
    false,
  ),
  "a firewall before a load balancer, and no address of it": aks(
    { ...balanced, frontDoor: { kind: "firewall", addresses: ["10.0.0.4"] } },
    { endpointHost: "is required with aks.frontDoor firewall and aks.endpoint loadBalancer: the firewall's public" },
    mediaPort,
    false,
  ),
  "nothing but a load balancer": wrongAks(
    { aks: { endpoint: "loadBalancer" } },
    { "aks.publicIp": "is required with", "streamingProxy.mediaPort": "is required with aks.endpoint loadBalancer" },
    false,
  ),
  "an existing address without its name": aks(
    { ...balanced, publicIp: { id: groupId("rg", "publicIPAddresses") } },
    { endpointHost: "is required with aks.publicIp.id" },
    mediaPort,
    false,
  ),
  "a public IP from nowhere": aks(
    { ...balanced, publicIp: {} },
    { "aks.publicIp.resourceGroup": "is required without id" },
    mediaPort,
    false,
  ),
  "a label on an existing public IP": aks(
    { ...balanced, publicIp: { id: groupId("rg", "publicIPAddresses"), dnsLabel: "stream", resourceGroup: "rg" } },
    { "aks.publicIp.dnsLabel": "must be absent with id", "aks.publicIp.resourceGroup": "must be absent with id" },
    { ...mediaPort, endpointHost: "stream.example.com" },
    false,
  ),
  "a label in upper case": aks(
    { ...balanced, publicIp: { resourceGroup: "rg", dnsLabel: "Stream" } },
    { "aks.publicIp.dnsLabel": "a DNS label" },
    mediaPort,
    false,
  ),
};
