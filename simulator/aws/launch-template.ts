import { launchTemplateType } from "../../graph/aws/resource-types";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { securityGroupKey } from "./existence";
import { physicalName, type NamedInputs } from "./names";

interface LaunchTemplateInputs extends NamedInputs {
  instanceType?: string;
  vpcSecurityGroupIds?: string[];
  networkInterfaces?: { securityGroups?: string[] }[];
}

/** How others name a launch template. */
export interface TemplateReference {
  id?: string;
  name?: string;
}

/** A launch template. A change makes a new version; it can be deleted while instances of it run. */
export const launchTemplate: SimulatedType<LaunchTemplateInputs> = {
  type: launchTemplateType,
  // terraform-provider-aws, aws_launch_template: ForceNew.
  replaces: anyChangeOf("name", "namePrefix"),
  latencySeconds: 6, // Estimate: one call, and the provider's wait until it is found.
  permissions: {
    create: ["ec2:CreateLaunchTemplate", "ec2:CreateTags"],
    read: ["ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"],
    update: ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate", "ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DeleteLaunchTemplate"],
  },
  admit(request) {
    const { cloud, inputs, current } = request;
    const name = physicalName(request, 128);
    for (const id of groupsOf(inputs)) securityGroupKey(cloud, id, "InvalidGroup.NotFound");
    const id = `lt-${request.hex(17, "id")}`;
    const latestVersion = ((current?.outputs.latestVersion as number | undefined) ?? 0) + 1;
    const { account, region } = cloud.aws;
    return {
      id,
      outputs: {
        arn: `arn:aws:ec2:${region}:${account}:launch-template/${id}`,
        defaultVersion: 1,
        latestVersion,
        name,
      },
      claims: [
        {
          ...{ key: templateClaim(name), code: "InvalidLaunchTemplateName.AlreadyExistsException" },
          reason: `Launch template name ${name} already in use.`,
        },
      ],
    };
  },
};

function groupsOf({ vpcSecurityGroupIds = [], networkInterfaces = [] }: LaunchTemplateInputs): string[] {
  return [...vpcSecurityGroupIds, ...networkInterfaces.flatMap(({ securityGroups = [] }) => securityGroups)];
}

function templateClaim(name: string): string {
  return `launch template|${name}`;
}

/** The template of the program that is named; undefined for one that is not the program's, which is taken as existing. */
export function namedTemplate(cloud: SimulatedCloud, { id, name }: TemplateReference): SimulatedResource | undefined {
  const key = id ?? (name === undefined ? undefined : cloud.claimant(templateClaim(name)));
  if (key === undefined && name === undefined) {
    throw new CloudError("ValidationError", "a launch template must be named by id or name");
  }
  const found = key === undefined ? undefined : cloud.resources.get(key);
  return found?.type === launchTemplateType ? found : undefined;
}

/** What instances of a template use: its security groups, which cannot be deleted while an interface has them. */
export function launchedGroupKeys(cloud: SimulatedCloud, reference: TemplateReference): string[] {
  const template = namedTemplate(cloud, reference);
  const ids = template ? groupsOf(template.inputs) : [];
  return ids.map((id) => securityGroupKey(cloud, id, "InvalidGroup.NotFound"));
}
