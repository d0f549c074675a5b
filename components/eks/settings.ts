import type * as pulumi from "@pulumi/pulumi";
import { regionOfZone } from "../aws-names";
import { awsId, text, type Check } from "../checks";
import { ipv4AddressProblem } from "../cidr";
import { given } from "../given";
import { ports, proxyNodeSelector, workerNodeSelector } from "../lls";
import { portProblem } from "../port";
import { guarded, isAbsent } from "../problems";
import { ProxyRollout, type ExternalTrafficPolicy } from "../streaming-proxy-args";
import {
  EksAddressingKind,
  EksEgressKind,
  EksTargetsKind,
  NodeRules,
  type EksAddressing,
  type EksAdopted,
  type EksEgress,
  type EksLlsArgs,
  type EksTargetGroupBinding,
  type NodeSecurityGroup,
} from "./args";

/** A security group of nodes under its stable name. */
export interface NodeGroup {
  key: string;
  securityGroupId: pulumi.Input<string>;
}

/** A target under its stable name: an Auto Scaling group's name or a node's address. */
export interface KeyedTarget {
  key: string;
  value: pulumi.Input<string>;
}

/** How nodes become targets. */
export type TargetSettings =
  | { kind: typeof EksTargetsKind.AutoScalingGroups | typeof EksTargetsKind.Addresses; targets: KeyedTarget[] }
  | {
      kind: typeof EksTargetsKind.TargetGroupBinding;
      serviceName: pulumi.Input<string>;
      servicePort: pulumi.Input<number>;
    };

/**
 * The checked arguments of `EksLls` with every default filled in; values that are not known yet are checked when they are.
 * It is also what state and policies see as the component's inputs: no secret, no discovered fact.
 */
export interface EksSettings {
  cluster: string;
  availabilityZone: string;
  region: string;
  vpcId: pulumi.Input<string>;
  subnetId: pulumi.Input<string>;
  port: number;
  allowedCidrs: string[];
  clients: string[];
  proxyNodes: NodeGroup[];
  workerNodes: NodeGroup[];
  nodeRules: NodeRules;
  egress: EksEgress;
  targets: TargetSettings;
  addressing: EksAddressing;
  endpointHost?: string;
  deletionProtection: boolean;
  adopted?: EksAdopted;
  proxyNodeSelector: Record<string, string>;
  workerNodeSelector: Record<string, string>;
  mediaPort?: number;
  externalTrafficPolicy?: ExternalTrafficPolicy;
  rollout: ProxyRollout;
  tags: Record<string, string>;
}

/** Fills in the defaults of arguments that have passed `validateEksLls`. */
export function eksSettings(subject: string, args: EksLlsArgs): EksSettings {
  const allowedCidrs = args.allowedCidrs ?? ["0.0.0.0/0"];
  const proxy = args.streamingProxy ?? {};
  return {
    cluster: args.cluster,
    availabilityZone: args.availabilityZone,
    region: regionOfZone(args.availabilityZone),
    vpcId: guarded(subject, "vpcId", args.vpcId, awsId("vpc-")),
    subnetId: guarded(subject, "subnetId", args.subnetId, awsId("subnet-")),
    port: args.port ?? ports.listener,
    allowedCidrs,
    clients: args.clients ?? allowedCidrs,
    proxyNodes: nodeGroups(subject, "proxyNodes", args.proxyNodes),
    workerNodes: nodeGroups(subject, "workerNodes", args.workerNodes),
    nodeRules: args.nodeRules ?? NodeRules.Create,
    egress: args.egress ?? { kind: EksEgressKind.SecurityGroups },
    targets: targetSettings(subject, args),
    addressing: addressing(subject, args.addressing ?? { kind: EksAddressingKind.Dynamic }),
    endpointHost: args.endpointHost,
    deletionProtection: args.deletionProtection ?? false,
    adopted: args.adopted ? given(args.adopted) : undefined,
    proxyNodeSelector: proxy.nodeSelector ?? proxyNodeSelector,
    workerNodeSelector: args.workerNodeSelector ?? workerNodeSelector,
    mediaPort: proxy.mediaPort,
    externalTrafficPolicy: proxy.externalTrafficPolicy,
    rollout: proxy.rollout ?? ProxyRollout.Surge,
    tags: args.tags ?? {},
  };
}

function nodeGroups(subject: string, path: string, groups: NodeSecurityGroup[] | null | undefined): NodeGroup[] {
  return (groups ?? []).map(({ securityGroupId, key }, index) => ({
    key: key ?? (securityGroupId as string),
    securityGroupId: guarded(subject, `${path}[${index}].securityGroupId`, securityGroupId, awsId("sg-")),
  }));
}

function targetSettings(subject: string, { targets }: EksLlsArgs): TargetSettings {
  const keyed = (property: string, check: Check, entries: { key?: string; value: pulumi.Input<string> }[]) =>
    entries.map(({ key, value }, index) => ({
      key: key ?? (value as string),
      value: guarded(subject, `targets.${targets.kind}[${index}].${property}`, value, check),
    }));
  switch (targets.kind) {
    case EksTargetsKind.AutoScalingGroups: {
      const groups = (targets.autoScalingGroups ?? []).map(({ key, name }) => ({ key, value: name }));
      return { kind: targets.kind, targets: keyed("name", text, groups) };
    }
    case EksTargetsKind.Addresses: {
      const addresses = (targets.addresses ?? []).map(({ key, address }) => ({ key, value: address }));
      return { kind: targets.kind, targets: keyed("address", ipv4AddressProblem, addresses) };
    }
    case EksTargetsKind.TargetGroupBinding: {
      const path = "targets.targetGroupBinding";
      const { serviceName, servicePort } = targets.targetGroupBinding as EksTargetGroupBinding;
      return {
        kind: targets.kind,
        serviceName: guarded(subject, `${path}.serviceName`, serviceName, text),
        servicePort: guarded(subject, `${path}.servicePort`, servicePort, portProblem),
      };
    }
  }
}

function addressing(subject: string, { kind, elasticIp }: EksAddressing): EksAddressing {
  const allocationId = elasticIp?.allocationId;
  if (isAbsent(allocationId)) return { kind, elasticIp: elasticIp ? given(elasticIp) : undefined };
  const path = "addressing.elasticIp.allocationId";
  return { kind, elasticIp: { allocationId: guarded(subject, path, allocationId, awsId("eipalloc-")) } };
}
