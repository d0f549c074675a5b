import { refusableReads } from "../refusals";
import { type EksCall, iamActions } from "./iam-actions";

/** Reads of EKS and EC2: facts stay unknown where AWS refuses, ids become an error that names the IAM action. */
export const { readFact, readId, readGiven } = refusableReads<EksCall>({
  cloud: "AWS",
  permissions: iamActions,
  document: "docs/iam/eks-policy.json",
  denied: /\b(UnauthorizedOperation|AccessDenied(Exception)?)\b/,
  unknown: /\b(ResourceNotFoundException|couldn't find resource|empty result)\b/,
  elsewhere: "in this account and region; correct it, or the profile, role or region",
});
