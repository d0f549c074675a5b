import { awsReferences } from "./aws/references";
import { azureReferences } from "./azure/references";
import { componentReferences } from "./component-references";
import { plainType } from "./plain-type";

/** What a reference names: an id, an ARN or a name of something of this kind. */
export type ReferenceKind =
  | "allocation"
  | "autoScalingGroup"
  | "instance"
  | "launchTemplate"
  | "listener"
  | "loadBalancer"
  | "networkAcl"
  | "prefixList"
  | "routeTable"
  | "securityGroup"
  | "subnet"
  | "targetGroup"
  | "vpc"
  | "applicationSecurityGroup"
  | "managedCluster"
  | "networkSecurityGroup"
  | "networkSecurityGroupName"
  | "publicIp"
  | "resourceGroup"
  | "virtualNetwork"
  | "virtualNetworkName";

/** How resources of a type refer to each other. Paths are of properties: `a.b`, with `[]` for every element of a list. */
export interface References {
  /** What others refer to it by: the output, `id` for its id; `input` says the same before there are outputs. */
  gives?: Partial<Record<ReferenceKind, { output: string; input?: string }>>;
  /** Things that come with it and are rarely referred to: only where nothing else that a value depends on gives the kind. */
  makes?: Partial<Record<ReferenceKind, string>>;
  /** Inputs that hold one reference. */
  takes?: Record<string, ReferenceKind>;
  /** Inputs that hold a set of references: all different, their order says nothing. */
  takesSet?: Record<string, ReferenceKind>;
  /** Inputs that hold references with something of their own beside each, as a weight: all different, and which is where matters. */
  takesEach?: Record<string, ReferenceKind>;
}

const references: Record<string, References> = { ...awsReferences, ...azureReferences, ...componentReferences };

/** The references of a type; undefined for one that takes no part in a verdict. */
export function referencesOf(type: string): References | undefined {
  return references[plainType(type)];
}

/** Every input that holds references, however many, with what they refer to. */
export function inputsTaking({ takes, takesSet, takesEach }: References): Record<string, ReferenceKind> {
  return { ...takes, ...takesSet, ...takesEach };
}
