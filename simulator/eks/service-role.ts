import { createHash } from "node:crypto";
import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";

/** A role for a service of AWS, with managed policies. */
export interface ServiceRole {
  /** The role as soon as it is there. */
  direct: MadeResource;
  /** The role with its policies attached: whoever depends on it waits for these too. */
  resolved: Value;
  /** The role and its attachments. */
  parts: MadeResource[];
}

/** What the role is for. */
export interface ServiceRoleArgs {
  /** Principal, for example `eks.amazonaws.com`. */
  service: string;
  /** Names of AWS's managed policies. */
  policies: string[];
  actions?: string[];
  description?: string;
}

/** pulumi-eks, nodejs/eks/servicerole.ts: a component in the component. The partition is always `aws` here. */
export async function serviceRole(site: ComponentSite, name: string, args: ServiceRoleArgs): Promise<ServiceRole> {
  const { service, policies, actions = ["sts:AssumeRole"], description } = args;
  const parent = await site.register({ type: "eks:index:ServiceRole", name, custom: false });
  const direct = await site.register({
    ...{ type: "aws:iam/role:Role", name: `${name}-role`, parent },
    inputs: { description, assumeRolePolicy: trust(service, actions), tags: site.input("tags") },
  });
  const attachments = await Promise.all(
    policies.map((policy) => {
      const policyArn = `arn:aws:iam::aws:policy/${policy}`;
      return site.register({
        ...{
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name: `${name}-${shortHash(policyArn)}`,
          parent,
        },
        inputs: { policyArn, role: direct.output("name") },
      });
    }),
  );
  const parts = [direct, ...attachments];
  const resolved = new Value(
    direct.reference.wire,
    parts.flatMap(({ sources }) => sources),
  );
  await site.registerOutputs(parent, { directRole: direct.reference, resolvedRole: resolved });
  return { direct, resolved, parts };
}

function trust(service: string, actions: string[]): string {
  const statement = { Action: actions, Effect: "Allow", Principal: { Service: [service] } };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** As the real component names its attachments. */
function shortHash(text: string): string {
  return createHash("sha1").update(text).digest("hex").slice(0, 8);
}
