import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { clusterKey, existingCluster } from "./eks-cluster";

interface AddonInputs {
  clusterName: string;
  addonName: string;
}

/** An addon of EKS; it goes with its cluster. */
export const eksAddon: SimulatedType<AddonInputs> = {
  type: "aws:eks/addon:Addon",
  // terraform-provider-aws, aws_eks_addon: ForceNew.
  replaces: anyChangeOf("addonName", "clusterName"),
  // Estimate: EKS applies the objects, and waits until they are there.
  latencySeconds: 30,
  permissions: {
    create: ["eks:CreateAddon", "eks:TagResource"],
    read: ["eks:DescribeAddon"],
    update: ["eks:UpdateAddon", "eks:DescribeUpdate", "eks:TagResource", "eks:UntagResource"],
    delete: ["eks:DeleteAddon"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { clusterName, addonName } = inputs;
    const { resource } = existingCluster(cloud, clusterName);
    const { account, region } = cloud.aws;
    const id = `${clusterName}:${addonName}`;
    return {
      id,
      outputs: { arn: `arn:aws:eks:${region}:${account}:addon/${clusterName}/${addonName}/${request.hex(32, "arn")}` },
      uses: resource ? [{ key: clusterKey(resource) }] : [],
      claims: [{ key: `addon|${id}`, code: "ResourceInUseException", reason: "Addon already exists." }],
    };
  },
};
