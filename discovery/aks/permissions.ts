import { refusableReads } from "../refusals";
import { type AksCall, azureActions } from "./azure-actions";

/** Reads of AKS and Azure networking: facts stay unknown where Azure refuses, ids become an error that names the action. */
export const { readFact, readGiven, readId } = refusableReads<AksCall>({
  cloud: "Azure",
  permissions: azureActions,
  document: "docs/iam/aks-role.json",
  denied: /\b(AuthorizationFailed|LinkedAuthorizationFailed)\b/,
  unknown: /\b(ResourceNotFound|ResourceGroupNotFound|NotFound)\b/,
  elsewhere: "in this subscription; correct it, or the resource group or subscription",
  // AADSTS…: codes of Microsoft Entra ID, which the provider passes on when no token can be had.
  loggedOut: {
    pattern: /\b(ExpiredAuthenticationToken|InvalidAuthenticationToken\w*|AADSTS\d+)\b/,
    problem: {
      path: "azure-native",
      reason:
        "the login to Azure has expired or is not valid; run az login again, or renew the credentials of azure-native:* or ARM_*",
    },
  },
});
