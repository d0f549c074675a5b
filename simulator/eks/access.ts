import { stringify } from "yaml";
import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";
import { refuse } from "./arguments";

const modes = ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"];

/** How the cluster knows who may use it. */
export interface AuthenticationMode {
  /** By the ConfigMap `aws-auth`. */
  configMap: boolean;
  /** By access entries. */
  accessEntries: boolean;
}

/**
 * The mode that the arguments name, where they fit it (pulumi-eks, nodejs/eks/cluster/authenticationMode.ts).
 * @throws Error
 */
export function authenticationMode(site: ComponentSite): AuthenticationMode {
  const mode = (site.input("authenticationMode").wire ?? "CONFIG_MAP") as string;
  const given = (path: string): boolean => Object.keys((site.input(path).wire as object | undefined) ?? {}).length > 0;
  const configMap = mode !== "API";
  const accessEntries = mode !== "CONFIG_MAP";
  refuse(site, [
    ...(modes.includes(mode) ? [] : [`authenticationMode: '${mode}' is not ${modes.join(", ")}`]),
    ...["roleMappings", "userMappings", "instanceRoles"]
      .filter((path) => !configMap && given(path))
      .map((path) => `${path}: is not supported when authenticationMode is '${mode}'`),
    ...(accessEntries || !given("accessEntries")
      ? []
      : [`accessEntries: is not supported when authenticationMode is '${mode}'`]),
  ]);
  return { configMap, accessEntries };
}

/** What lets nodes and people in. */
export interface Access {
  configMap?: MadeResource;
  entries: MadeResource[];
  /** The access entries as the output `core` has them. */
  entryArgs: Value;
}

/**
 * Registers it.
 * @param instanceRoles references to the roles of nodes
 * @param ownRole role of the nodes if the component has it for the default nodes
 */
export async function clusterAccess(
  site: ComponentSite,
  { configMap, accessEntries }: AuthenticationMode,
  cluster: MadeResource,
  provider: MadeResource,
  instanceRoles: MadeResource[],
  ownRole: Value | undefined,
): Promise<Access> {
  const access: Access = { entries: [], entryArgs: new Value([]) };
  if (configMap) access.configMap = await awsAuth(site, provider, instanceRoles);
  if (!accessEntries) return access;
  const own = ownRole ? { defaultNodeGroupInstanceRole: { principalArn: ownRole, type: "EC2_LINUX" } } : {};
  const given = (site.input("accessEntries").wire ?? {}) as Record<string, unknown>;
  const all = Object.entries({ ...own, ...given }).map(([key, entry]) => ({
    key,
    entry: key in own ? Value.of(entry) : site.input("accessEntries", key),
  }));
  access.entryArgs = Value.of(all.map(({ entry }) => entry));
  access.entries = await Promise.all(all.map(({ key, entry }) => accessEntry(site, cluster, key, entry)));
  return access;
}

async function accessEntry(
  site: ComponentSite,
  cluster: MadeResource,
  key: string,
  entry: Value,
): Promise<MadeResource> {
  const inCluster = { clusterName: cluster.output("name"), principalArn: entry.at("principalArn") };
  const made = await site.register({
    ...{ type: "aws:eks/accessEntry:AccessEntry", name: `${site.name}-${key}`, dependsOn: [cluster] },
    inputs: {
      ...inCluster,
      kubernetesGroups: entry.at("kubernetesGroups"),
      tags: entry.at("tags"),
      type: entry.at("type"),
      userName: entry.at("username"),
    },
  });
  const policies = Object.keys(entry.at("accessPolicies").wire ?? {});
  await Promise.all(
    policies.map((policy) => {
      const association = entry.at("accessPolicies", policy);
      return site.register({
        type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        ...{ name: `${site.name}-${key}-${policy}`, parent: made, dependsOn: [made] },
        inputs: { ...inCluster, accessScope: association.at("accessScope"), policyArn: association.at("policyArn") },
      });
    }),
  );
  return made;
}

/** The ConfigMap with which a cluster knows its nodes where it has no access entries. */
function awsAuth(site: ComponentSite, provider: MadeResource, roles: MadeResource[]): Promise<MadeResource> {
  const arns = roles.map((role) => role.output("arn"));
  const mapRoles = Value.of([site.input("roleMappings").or([]), ...arns]).map(
    ([mappings, ...nodes]: [RoleMapping[], ...string[]]) =>
      stringify([
        ...mappings.map(({ roleArn, username, groups }) => ({ rolearn: roleArn, username, groups })),
        ...nodes.map((rolearn) => ({
          rolearn,
          username: "system:node:{{EC2PrivateDNSName}}",
          groups: ["system:bootstrappers", "system:nodes"],
        })),
      ]),
  );
  const users = site.input("userMappings");
  const mapUsers = users.isGiven
    ? users.map((mappings: UserMapping[]) =>
        stringify(mappings.map(({ userArn, username, groups }) => ({ userarn: userArn, username, groups }))),
      )
    : undefined;
  return site.register({
    ...{ type: "kubernetes:core/v1:ConfigMap", name: `${site.name}-nodeAccess`, provider },
    inputs: {
      apiVersion: "v1",
      kind: "ConfigMap",
      immutable: false,
      metadata: {
        ...{ name: "aws-auth", namespace: "kube-system" },
        annotations: { "pulumi.com/patchForce": "true" },
      },
      data: { mapRoles, ...(mapUsers && { mapUsers }) },
    },
  });
}

interface RoleMapping {
  roleArn: string;
  username: string;
  groups: string[];
}

interface UserMapping {
  userArn: string;
  username: string;
  groups: string[];
}
