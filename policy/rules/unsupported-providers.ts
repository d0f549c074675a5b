import { groupBy } from "../../graph/group-by";
import { isUnreadSign, unreadResources } from "../../graph/unsupported-providers";
import { enumerate } from "../../reachability/describe";
import type { RuleFactory } from "../rule";

const clouds: Record<string, string> = { aws: "eks", "azure-native": "aks" };

/** Says which resources nobody judges, because their provider is not read: aws-native, and the classic azure. */
export const unsupportedProviders: RuleFactory = () => ({
  name: "unsupported-providers",
  displayName: "Resources around LLS are of providers that are read",
  description:
    "Resources that may be on the media path are of the providers aws and azure-native; those of aws-native and of the classic azure provider are not read, and no policy judges them.",
  level: "advisory",
  severity: "medium",
  remediationSteps:
    "Write the resource with the provider that the message names, or record what exists with `lls facts`, so that its rules are read from the cloud.",
  defaults: {},
  check({ graph, installations, unjudged }, _config, report) {
    // Of a release that nothing readable stands beside, nobody knows the cloud.
    const used = new Set<string>(unjudged.length > 0 ? ["eks", "aks"] : installations.map(({ found }) => found.cloud));
    const all = unreadResources(graph);
    // Where nothing of LLS is readable, a target group that takes its media is the only sign.
    if (all.some(({ resource }) => isUnreadSign(resource))) used.add("eks");
    if (used.size === 0) return;
    const unread = all.filter(({ readable }) => used.has(clouds[readable] ?? ""));
    const inOrder = unread.sort((a, b) => (a.resource.urn < b.resource.urn ? -1 : 1));
    for (const [, [first, ...others]] of groupBy(inOrder, ({ what, readable }) => `${readable} ${what}`)) {
      if (!first) continue;
      const { resource, what, readable } = first;
      const [provider] = resource.type.split(":") as [string];
      const names = [first, ...others].map((one) => one.resource.name);
      report(
        resource.urn,
        `The provider ${provider} is not read: what ${names.length === 1 ? "this" : "these"} decide${names.length === 1 ? "s" : ""} on the media path (${what}) is not judged: ${enumerate(names)}. ` +
          `Write ${names.length === 1 ? "it" : "them"} with the provider ${readable}, or record what exists with \`lls facts\`.`,
      );
    }
  },
});
