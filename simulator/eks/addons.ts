import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import type { Value } from "../component/value";

const addonType = "aws:eks/addon:Addon";

/** Options of an addon that are passed on as they are. */
const passedOn = ["serviceAccountRoleArn"];

/**
 * Registers an addon of EKS. Where no version is given the real component asks AWS for the newest; its text says nothing here.
 * @param options path of the argument with its options
 */
async function addon(
  site: ComponentSite,
  name: string,
  addonName: string,
  cluster: MadeResource,
  options: string,
  more: { parent?: MadeResource; dependsOn?: MadeResource[]; version?: string } = {},
): Promise<MadeResource> {
  const option = (key: string): Value => site.input(options, key);
  const newest = cluster.output("version").map((version: string) => `v${version}.0-eksbuild.1`);
  const { parent, dependsOn, version = "version" } = more;
  return site.register({
    ...{ type: addonType, name, ...(parent && { parent }), ...(dependsOn && { dependsOn }) },
    inputs: {
      ...{ addonName, clusterName: cluster.output("name"), preserve: true, tags: site.input("tags") },
      addonVersion: option(version).or(newest),
      configurationValues: option("configurationValues").isGiven
        ? option("configurationValues").map((values: unknown) => JSON.stringify(values))
        : undefined,
      resolveConflictsOnCreate: option("resolveConflictsOnCreate").or("OVERWRITE"),
      resolveConflictsOnUpdate: option("resolveConflictsOnUpdate").or("OVERWRITE"),
      ...Object.fromEntries(passedOn.map((key) => [key, option(key)])),
    },
  });
}

/** kube-proxy on every node. */
export async function kubeProxy(site: ComponentSite, cluster: MadeResource): Promise<void> {
  if (site.input("kubeProxyAddonOptions", "enabled").wire === false) return;
  await addon(site, `${site.name}-kube-proxy`, "kube-proxy", cluster, "kubeProxyAddonOptions");
}

/** DNS in the cluster: on the default nodes, or where it is asked for. */
export async function coreDns(site: ComponentSite, cluster: MadeResource, hasDefaultNodes: boolean): Promise<void> {
  const options = site.input("corednsAddonOptions");
  const asked = options.at("enabled").wire === true || options.at("configurationValues").isGiven;
  if (!asked && (!hasDefaultNodes || options.at("enabled").wire === false)) return;
  await addon(site, `${site.name}-coredns`, "coredns", cluster, "corednsAddonOptions");
}

/** The network of the pods: a component in the component (pulumi-eks, nodejs/eks/addons/cni-addon.ts). */
export async function vpcCni(
  site: ComponentSite,
  cluster: MadeResource,
  dependsOn: MadeResource[],
): Promise<MadeResource | undefined> {
  if (site.input("useDefaultVpcCni").wire === true) return undefined;
  const name = `${site.name}-vpc-cni`;
  const parent = await site.register({ type: "eks:index:VpcCniAddon", name, custom: false, dependsOn });
  const made = await addon(site, name, "vpc-cni", cluster, "vpcCniOptions", {
    ...{ parent, version: "addonVersion" },
  });
  await site.registerOutputs(parent, { addon: made.reference });
  return parent;
}
