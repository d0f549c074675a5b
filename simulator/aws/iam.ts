import { CloudError } from "../cloud-error";
import { resourceKey } from "../resource-key";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { physicalName, type NamedInputs } from "./names";

interface RoleInputs extends NamedInputs {
  assumeRolePolicy: string;
  path?: string;
}

/** A role of IAM. While policies are attached to it, it cannot be deleted (IAM API, DeleteRole: DeleteConflict). */
export const role: SimulatedType<RoleInputs> = {
  type: "aws:iam/role:Role",
  // terraform-provider-aws, aws_iam_role: ForceNew.
  replaces: anyChangeOf("name", "namePrefix", "path"),
  // 7 s, in a published log of the Terraform provider (turbot/steampipe-plugin-aws, pull request 131).
  latencySeconds: 7,
  permissions: {
    create: ["iam:CreateRole", "iam:TagRole"],
    read: ["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"],
    update: ["iam:UpdateRole", "iam:UpdateAssumeRolePolicy", "iam:TagRole", "iam:UntagRole"],
    delete: ["iam:DeleteRole", "iam:ListInstanceProfilesForRole", "iam:RemoveRoleFromInstanceProfile"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const name = physicalName(request, 64);
    checkPolicy(inputs.assumeRolePolicy);
    const { account } = cloud.aws;
    return {
      id: name,
      outputs: {
        arn: `arn:aws:iam::${account}:role${inputs.path ?? "/"}${name}`,
        name,
        path: inputs.path ?? "/",
        uniqueId: `AROA${request.hex(17, "id").toUpperCase()}`,
      },
      claims: [{ key: `role|${name}`, code: "EntityAlreadyExists", reason: `Role with name ${name} already exists.` }],
    };
  },
};

function checkPolicy(text: string): void {
  try {
    if (typeof JSON.parse(text) === "object") return;
  } catch {
    // Told below.
  }
  throw new CloudError("MalformedPolicyDocument", "This policy contains invalid Json");
}

interface AttachmentInputs {
  policyArn: string;
  role: string;
}

/** A managed policy attached to a role. Roles that the program does not make are taken as existing: no facts tell. */
export const rolePolicyAttachment: SimulatedType<AttachmentInputs> = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  // terraform-provider-aws, aws_iam_role_policy_attachment: ForceNew.
  replaces: anyChangeOf("policyArn", "role"),
  // 4 s, in a published log of the Terraform provider (turbot/steampipe-plugin-aws, pull request 131).
  latencySeconds: 4,
  permissions: {
    create: ["iam:AttachRolePolicy"],
    read: ["iam:ListAttachedRolePolicies"],
    update: [],
    delete: ["iam:DetachRolePolicy"],
  },
  admit(request) {
    const { policyArn, role: name } = request.inputs;
    if (!/^arn:aws[\w-]*:iam::(\d{12}|aws):policy\/./.test(policyArn)) {
      throw new CloudError("ValidationError", `'${policyArn}' is not the ARN of a policy`);
    }
    return {
      id: `${name}-${request.hex(26, "id")}`,
      outputs: {},
      uses: [{ key: resourceKey(role.type, name), refusal: "DeleteConflict" }],
    };
  },
};

interface InstanceProfileInputs extends NamedInputs {
  role?: string;
}

/** What gives instances a role. Deleting the role takes it out (terraform-provider-aws, aws_iam_role, deletion). */
export const instanceProfile: SimulatedType<InstanceProfileInputs> = {
  type: "aws:iam/instanceProfile:InstanceProfile",
  // terraform-provider-aws, aws_iam_instance_profile: ForceNew.
  replaces: anyChangeOf("name", "namePrefix", "path"),
  // 13 s, in a published log of the Pulumi provider (redhat-developer/mapt, pull request 766).
  latencySeconds: 13,
  permissions: {
    create: ["iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile", "iam:PassRole"],
    read: ["iam:GetInstanceProfile"],
    update: ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:PassRole"],
    delete: ["iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"],
  },
  admit(request) {
    const name = physicalName(request, 128);
    const { account } = request.cloud.aws;
    const reason = `Instance Profile ${name} already exists.`;
    return {
      id: name,
      outputs: { arn: `arn:aws:iam::${account}:instance-profile/${name}`, name },
      claims: [{ key: `instance profile|${name}`, code: "EntityAlreadyExists", reason }],
    };
  },
};

interface OpenIdConnectProviderInputs {
  url: string;
}

/** What lets service accounts of a cluster have roles: one per issuer in an account (IAM API, CreateOpenIDConnectProvider). */
export const openIdConnectProvider: SimulatedType<OpenIdConnectProviderInputs> = {
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  // terraform-provider-aws, aws_iam_openid_connect_provider: ForceNew.
  replaces: anyChangeOf("url"),
  // 1 s, in a published log of the Terraform provider (DevopsArtFactory/terraform-provisioning, pull request 46).
  latencySeconds: 1,
  permissions: {
    create: ["iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"],
    read: ["iam:GetOpenIDConnectProvider"],
    update: ["iam:UpdateOpenIDConnectProviderThumbprint", "iam:TagOpenIDConnectProvider"],
    delete: ["iam:DeleteOpenIDConnectProvider"],
  },
  admit(request) {
    const { url } = request.inputs;
    const arn = `arn:aws:iam::${request.cloud.aws.account}:oidc-provider/${url.replace("https://", "")}`;
    const reason = `Provider with url ${url} already exists.`;
    return { id: arn, outputs: { arn }, claims: [{ key: arn, code: "EntityAlreadyExists", reason }] };
  },
};
