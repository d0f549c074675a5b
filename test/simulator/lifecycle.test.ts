import fc from "fast-check";
import { expect, it } from "vitest";
import { SimulatedCloud, type SimulatedResource } from "../../simulator/cloud";
import { aksSeed, create, legal, seed, types, type Inputs, type TypeName } from "./fixture";

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
  (_cloud, pick) => {
    const targetGroup = pick("TargetGroup");
    return (
      targetGroup && ["Attachment", { autoscalingGroupName: "eks-assumed-compute", lbTargetGroupArn: targetGroup.id }]
    );
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

it.each([
  ["EKS", seed, eksSteps],
  ["AKS", aksSeed, aksSteps],
])("on %s what was created in any order can be deleted in reverse, and the cloud is as before", (_, seedOf, steps) => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ step: fc.nat(steps.length - 1), choice: fc.nat(20) }), { maxLength: 25 }),
      (plan) => {
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
                /^(ResourceInUse|TargetGroupAssociationLimit|NodePortAllocated|ReleaseExists|RoleAssignmentExists|SecurityRuleConflict)$/,
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
});
