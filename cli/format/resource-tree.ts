import type { ReportedResource } from "../report";

/** A resource at its place in the tree. */
export interface TreeNode {
  resource: ReportedResource;
  /** 0 for a root. */
  depth: number;
}

/** Every resource once, each after its parent; siblings in the order of registration. One without a listed parent is a root. */
export function resourceTree(resources: ReportedResource[]): TreeNode[] {
  const known = new Set(resources.map((resource) => resource.urn));
  const children = new Map<string | null, ReportedResource[]>();
  for (const resource of resources) {
    const parent = resource.parent !== null && known.has(resource.parent) ? resource.parent : null;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [resource]);
    else siblings.push(resource);
  }
  const nodes: TreeNode[] = [];
  const visit = (parent: string | null, depth: number) => {
    for (const resource of children.get(parent) ?? []) {
      nodes.push({ resource, depth });
      visit(resource.urn, depth + 1);
    }
  };
  visit(null, 0);
  return nodes;
}

/** "◆ nvcf-lls:EksLls lls" for a component, "· aws:lb:Listener lls-udp" for a resource of a provider. */
export function resourceLabel(resource: ReportedResource): string {
  return `${resource.custom ? "·" : "◆"} ${shortType(resource.type)} ${resource.name}`;
}

/** Explains the signs of `resourceLabel`. */
export const resourceLegend = "◆ component, · resource of a provider";

/** Without the parts of a type token that only repeat: `aws:lb/listener:Listener` is aws:lb:Listener. */
function shortType(type: string): string {
  const [, provider = "", module = "", name = ""] = /^([^:]*):(.*):([^:]*)$/.exec(type) ?? [];
  if (name === "") return type;
  const parts = module.split("/");
  if (parts.length > 1 && parts.at(-1)?.toLowerCase() === name.toLowerCase()) parts.pop();
  const short = parts.join("/");
  return short === "index" || short === provider ? `${provider}:${name}` : `${provider}:${short}:${name}`;
}
