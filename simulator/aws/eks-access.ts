import { CloudError } from "../cloud-error";
import { resourceKey } from "../resource-key";
import { anyChangeOf, type AdmissionRequest, type SimulatedType, type Use } from "../simulated-type";
import { clusterKey, existingCluster } from "./eks-cluster";

interface AccessEntryInputs {
  clusterName: string;
  principalArn: string;
  type?: string;
}

/** Who may use a cluster whose authentication mode knows access entries. */
export const eksAccessEntry: SimulatedType<AccessEntryInputs> = {
  type: "aws:eks/accessEntry:AccessEntry",
  // terraform-provider-aws, aws_eks_access_entry: ForceNew.
  replaces: anyChangeOf("clusterName", "principalArn", "type"),
  // 1 s, in a published log of the Terraform provider (DevopsArtFactory/terraform-provisioning, pull request 47).
  latencySeconds: 1,
  permissions: {
    create: ["eks:CreateAccessEntry", "eks:TagResource"],
    read: ["eks:DescribeAccessEntry"],
    update: ["eks:UpdateAccessEntry", "eks:TagResource", "eks:UntagResource"],
    delete: ["eks:DeleteAccessEntry"],
  },
  admit(request) {
    const { account, region } = request.cloud.aws;
    const { clusterName, principalArn } = request.inputs;
    const uses = clusterUse(request);
    return {
      id: entryId(clusterName, principalArn),
      outputs: {
        accessEntryArn: `arn:aws:eks:${region}:${account}:access-entry/${clusterName}/${request.hex(32, "arn")}`,
        type: request.inputs.type ?? "STANDARD",
      },
      uses,
      claims: [
        {
          key: `access entry|${entryId(clusterName, principalArn)}`,
          code: "ResourceInUseException",
          reason: "The specified access entry resource is already in use on this cluster.",
        },
      ],
    };
  },
};

interface AssociationInputs extends AccessEntryInputs {
  policyArn: string;
}

/** What an access entry allows. */
export const eksAccessPolicyAssociation: SimulatedType<AssociationInputs> = {
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  // terraform-provider-aws, aws_eks_access_policy_association: everything is ForceNew.
  replaces: anyChangeOf("accessScope", "clusterName", "policyArn", "principalArn"),
  latencySeconds: 1, // as an access entry
  permissions: {
    create: ["eks:AssociateAccessPolicy"],
    read: ["eks:ListAssociatedAccessPolicies"],
    update: [],
    delete: ["eks:DisassociateAccessPolicy"],
  },
  admit(request) {
    const { clusterName, principalArn, policyArn } = request.inputs;
    const cluster = clusterUse(request);
    const entry = entryId(clusterName, principalArn);
    if (!request.cloud.find(eksAccessEntry.type, entry)) {
      throw new CloudError(
        "ResourceNotFoundException",
        `The specified principalArn could not be found: ${principalArn}.`,
      );
    }
    // Deleting the entry deletes what it allows.
    return {
      id: `${entry}#${policyArn}`,
      outputs: {},
      uses: [...cluster, { key: resourceKey(eksAccessEntry.type, entry) }],
    };
  },
};

function entryId(clusterName: string, principalArn: string): string {
  return `${clusterName}:${principalArn}`;
}

/** EKS API, CreateAccessEntry: InvalidRequestException. An entry goes with its cluster. */
function clusterUse({ cloud, inputs }: AdmissionRequest<AccessEntryInputs>): Use[] {
  const { resource } = existingCluster(cloud, inputs.clusterName);
  const mode = resource?.outputs.accessConfig?.authenticationMode as string | undefined;
  if (mode === "CONFIG_MAP") {
    throw new CloudError(
      "InvalidRequestException",
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
  }
  return resource ? [{ key: clusterKey(resource) }] : [];
}
