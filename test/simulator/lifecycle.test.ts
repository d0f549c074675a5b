import fc from "fast-check";
import { expect, it } from "vitest";
import { SimulatedCloud, type SimulatedResource } from "../../simulator/cloud";
import { aksSeed, create, legal, seed, types, type Inputs, type TypeName } from "./fixture";
import { emptyAccount, zones } from "./own-cluster";

type Created = { type: TypeName; resource: SimulatedResource };

/** What may be created next; undefined where something that it needs does not exist yet. */
type Step = (
  cloud: SimulatedCloud,
  pick: (type: TypeName) => SimulatedResource | undefined,
) => [TypeName, Inputs] | undefined;

const eksSteps: Step[] = [
  () => ["SecurityGroup", {}],
  () => ["Eip", {}],
  () => ["TargetGroup", legal.targetGroup()],
  () => ["Namespace", {}],
  (_cloud, pick) => {
    const group = pick("SecurityGroup");
    const allocationId = pick("Eip")?.id;
    const addressing = { subnets: undefined, subnetMappings: [{ subnetId: "subnet-00000000000000001", allocationId }] };
    return [
      "LoadBalancer",
      legal.loadBalancer({ securityGroups: group && [group.id], ...(allocationId && addressing) }),
    ];
  },
  (cloud, pick) => {
    const loadBalancer = pick("LoadBalancer");
    const targetGroup = pick("TargetGroup");
    return (
      loadBalancer &&
      targetGroup && ["Listener", legal.listener(loadBalancer, targetGroup, { port: 5004 + cloud.resources.size })]
    );
  },
  (cloud, pick) => {
    const peer = pick("SecurityGroup");
    const port = 1024 + cloud.resources.size;
    return (
      peer && [
        "IngressRule",
        legal.rule({ fromPort: port, toPort: port, cidrIpv4: undefined, referencedSecurityGroupId: peer.id }),
      ]
    );
  },
  (cloud, pick) => {
    const targetGroup = pick("TargetGroup");
    const lbTargetGroupArn = targetGroup?.id;
    // A relation is there or not: a second one of the same two is the first.
    const isAttached = [...cloud.resources.values()].some(({ inputs }) => inputs.lbTargetGroupArn === lbTargetGroupArn);
    return lbTargetGroupArn === undefined || isAttached
      ? undefined
      : ["Attachment", { autoscalingGroupName: "eks-assumed-compute", lbTargetGroupArn }];
  },
  (_cloud, pick) => {
    const namespace = pick("Namespace");
    return namespace && ["Release", legal.release({ namespace: namespace.id })];
  },
];

const aksSteps: Step[] = [
  () => ["PublicIp", legal.publicIp({ publicIpAddressName: undefined })],
  (cloud) => ["SecurityRule", legal.securityRule({ priority: 400 + cloud.resources.size })],
  (cloud) => [
    "SecurityRule",
    legal.securityRule({
      resourceGroupName: "MC_rg_dev_westeurope",
      networkSecurityGroupName: "aks-agentpool-00000000-nsg",
      priority: 500 + (cloud.resources.size % 4),
    }),
  ],
  (_cloud, pick) => {
    const scope = pick("PublicIp")?.id;
    const roleDefinitionId = "roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";
    return scope ? ["RoleAssignment", { scope, principalId: "p", roleDefinitionId }] : undefined;
  },
  (cloud, pick) => {
    const namespace = pick("Namespace")?.id;
    const metadata = { name: `media-${cloud.resources.size}`, ...(namespace && { namespace }) };
    const ports = { externalTrafficPolicy: "Local", healthCheckNodePort: 32000 + (cloud.resources.size % 3) };
    return ["Service", { ...legal.service(ports), metadata }];
  },
  () => ["Namespace", {}],
  (_cloud, pick) => {
    const namespace = pick("Namespace");
    const values = { ...legal.release().values, availabilityZones: { enabled: false } };
    return namespace && ["Release", legal.release({ namespace: namespace.id, values })];
  },
];

/** An account that has nothing: the program makes network, cluster and nodes. */
const ownSteps: Step[] = [
  (cloud) => ["Vpc", { cidrBlock: `10.${cloud.resources.size}.0.0/16` }],
  (_cloud, pick) => {
    const vpcId = pick("Vpc")?.id;
    return vpcId ? ["InternetGateway", { vpcId }] : undefined;
  },
  (cloud, pick) => {
    const vpc = pick("Vpc");
    const third = cloud.resources.size;
    const place = { availabilityZone: zones[third % 2], mapPublicIpOnLaunch: third % 3 > 0 };
    const cidrBlock = vpc && (vpc.inputs.cidrBlock as string).replace("0.0/16", `${third}.0/24`);
    return vpc && ["Subnet", { vpcId: vpc.id, cidrBlock, ...place }];
  },
  (_cloud, pick) => {
    const vpcId = pick("Vpc")?.id;
    const gateway = pick("InternetGateway");
    const routes = gateway?.inputs.vpcId === vpcId ? [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway?.id }] : [];
    return vpcId ? ["RouteTable", { vpcId, routes }] : undefined;
  },
  (_cloud, pick) => {
    const [routeTableId, subnetId] = [pick("RouteTable")?.id, pick("Subnet")?.id];
    return routeTableId && subnetId ? ["RouteTableAssociation", { routeTableId, subnetId }] : undefined;
  },
  () => ["Eip", {}],
  (_cloud, pick) => {
    const [subnetId, allocationId] = [pick("Subnet")?.id, pick("Eip")?.id];
    return subnetId && allocationId ? ["NatGateway", { subnetId, allocationId }] : undefined;
  },
  (cloud, pick) => {
    const vpcId = pick("Vpc")?.id;
    const subnets = [...cloud.resources.values()].filter(
      ({ type, inputs }) => type === types.Subnet && inputs.vpcId === vpcId,
    );
    return ["Cluster", { name: "own", roleArn: "arn", vpcConfig: { subnetIds: subnets.map(({ id }) => id) } }];
  },
  (_cloud, pick) => {
    const subnetId = pick("Subnet")?.id;
    const scalingConfig = { minSize: 0, desiredSize: 1, maxSize: 1 };
    return subnetId
      ? ["NodeGroup", { clusterName: "own", nodeRoleArn: "arn", subnetIds: [subnetId], scalingConfig }]
      : undefined;
  },
  () => ["Addon", { clusterName: "own", addonName: "vpc-cni" }],
  (_cloud, pick) => {
    const subnetId = pick("Subnet")?.id;
    return subnetId ? ["LoadBalancer", legal.loadBalancer({ subnets: [subnetId] })] : undefined;
  },
  (cloud, pick) => {
    const group = pick("Cluster")?.outputs.vpcConfig.clusterSecurityGroupId as string | undefined;
    const port = 1024 + cloud.resources.size;
    return group ? ["IngressRule", legal.rule({ securityGroupId: group, fromPort: port, toPort: port })] : undefined;
  },
];

/** A VPC with two subnets that have a way out: without these nothing else can be made. */
const ownNetwork = [0, 1, 2, 2, 3, 4, 4].map((step, choice) => ({ step, choice }));

it.each([
  ["EKS", seed, eksSteps, []],
  ["EKS with a cluster of its own", () => emptyAccount, ownSteps, ownNetwork],
  ["AKS", aksSeed, aksSteps, []],
])(
  "on %s what was created in any order can be deleted in reverse, and the cloud is as before",
  (_, seedOf, steps, start) => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ step: fc.nat(steps.length - 1), choice: fc.nat(20) }), { maxLength: 25 }),
        (further) => {
          const plan = [...start, ...further];
          const cloud = new SimulatedCloud(seedOf());
          const done: Created[] = [];
          const enact = (name: string, { step, choice }: { step: number; choice: number }): void => {
            const pick = (type: TypeName) => {
              const candidates = done.filter((created) => created.type === type);
              return candidates[choice % candidates.length]?.resource;
            };
            const [type, inputs] = steps[step]!(cloud, pick) ?? [];
            if (!type || !inputs) return;
            try {
              done.push({ type, resource: create(cloud, type, name, inputs) });
            } catch (error) {
              // Exclusive things may be taken; a refusal must leave no trace, which the end proves.
              expect(error).toMatchObject({
                code: expect.stringMatching(
                  /^(ResourceInUse(Exception)?|TargetGroupAssociationLimit|NodePortAllocated|ReleaseExists|RoleAssignmentExists|SecurityRuleConflict|Resource\.AlreadyAssociated|Gateway\.NotAttached|InvalidSubnet|InvalidParameterException|ResourceNotFoundException|NodeCreationFailure|Ec2SubnetInvalidConfiguration)$/,
                ),
              });
            }
          };
          plan.forEach((entry, index) => enact(`r${index}`, entry));
          expect([...cloud.resources.values()]).toEqual(done.map(({ resource }) => resource));

          for (const { type, resource } of [...done].reverse()) cloud.delete(types[type], resource.id);
          expect(cloud.resources.size).toBe(0);
          // Every name, port and use is free again: the same plan has the same result.
          const before = done.splice(0).map(({ type }) => type);
          plan.forEach((entry, index) => enact(`r${index}`, entry));
          expect(done.map(({ type }) => type)).toEqual(before);
        },
      ),
      { numRuns: 100 },
    );
  },
);
