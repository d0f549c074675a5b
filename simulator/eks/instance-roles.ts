import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";
import { serviceRole } from "./service-role";

/** The roles of the nodes. */
export interface InstanceRoles {
  all: MadeResource[];
  /** References to them. */
  references: Value[];
  /** ARN of the one that the component knows as that of its own nodes. */
  ownArn?: Value;
  /** Instance profile of its own nodes. */
  profile?: MadeResource;
}

/** Those that the program gives, or a new one where the component has nodes of its own or is asked for it. */
export async function instanceRoles(site: ComponentSite): Promise<InstanceRoles> {
  const several = site.input("instanceRoles");
  if (several.isGiven) {
    const all = await site.resources(several);
    return { all, references: all.map(({ reference }) => reference) };
  }
  const hasNodes = site.input("skipDefaultNodeGroup").wire !== true;
  const one = site.input("instanceRole");
  if (one.isGiven) {
    const role = await site.resource(one);
    return {
      ...{ all: [role], references: [one], ownArn: role.output("arn") },
      ...(hasNodes && { profile: await instanceProfile(site, role.output("name")) }),
    };
  }
  const asked = site.input("createInstanceRole").wire as boolean | undefined;
  if (!(asked ?? hasNodes)) return { all: [], references: [] };
  const { direct, resolved } = await serviceRole(site, `${site.name}-instanceRole`, {
    service: "ec2.amazonaws.com",
    policies: ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"],
  });
  // What waits for the role waits for its policies too.
  const of = (output: string): Value => new Value(direct.output(output).wire, resolved.sources);
  const profile = await instanceProfile(site, of("name"));
  return { all: [direct], references: [resolved], ownArn: of("arn"), profile };
}

function instanceProfile(site: ComponentSite, role: Value): Promise<MadeResource> {
  return site.register({
    ...{ type: "aws:iam/instanceProfile:InstanceProfile", name: `${site.name}-instanceProfile` },
    inputs: { role },
  });
}
