import { BadInput, type Problem } from "../components/bad-input";

/** What the path of an argument begins with -> the key of the stack file. The first that fits counts; others are called the same in both. */
type Renames = [RegExp, string][];

const everywhere: Renames = [
  [/^registryCredentials\.username/, "registryUsername"],
  [/^registryCredentials(?:\.password)?/, "registryPassword"],
  [/^streamingProxy\.(cpu|memory)/, "streamingProxy.resources.$1"],
];

const ofEks: Renames = [
  [/^(proxyNode|workerNode)s(\[\d+\])?(?:\.\w+)?/, "eks.$1SecurityGroupIds$2"],
  [/^(targets\.(?:autoScalingGroups|addresses)\[\d+\])\.\w+/, "eks.$1"],
  [/^egress.*/, "eks.egress"],
  [/^(?=(?:subnetId|targets|addressing|nodeRules|deletionProtection|adopted|workerNodeSelector)\b)/, "eks."],
];

const ofAks: Renames = [
  [/^allowedSources/, "allowedCidrs"],
  [/^firewallAddresses/, "aks.frontDoor.addresses"],
  [/^subnetNetworkSecurityGroups(\[\d+\])?(?:\.\w+)?/, "aks.subnetNsgIds$1"],
  [/^publicIp\.clusterPrincipalId/, "aks.publicIp.roleAssignment"],
  [/^(?=(?:endpoint|nodePortFrom|nodePortTo|nicMode|nsgRules|pools|ruleName|rulePriority|probePriority)\b)/, "aks."],
  [/^(?=(?:publicIp|healthCheckNodePort|workerNodeSelector)\b)/, "aks."],
];

/** Config key of an argument of `EksLls`, by its path. */
export function eksKeyOf(path: string): string {
  return renamed(path, [...everywhere, ...ofEks]);
}

/** Config key of an argument of `AksLls`, by its path. */
export function aksKeyOf(path: string): string {
  return renamed(path, [...everywhere, ...ofAks]);
}

function renamed(path: string, renames: Renames): string {
  const [from, to] = renames.find(([beginning]) => beginning.test(path)) ?? ["", ""];
  return path.replace(from, to);
}

/**
 * Runs a component's check of the arguments that a stack makes, and tells what is wrong under the keys of the stack file.
 * @param own what the stack itself finds wrong; the component's problem of the same key is left out then
 * @throws BadInput with every problem
 */
export function checkUnderKeys(
  subject: string,
  keyOf: (path: string) => string,
  check: () => void,
  own: Problem[] = [],
): void {
  const found = problemsOf(check).map((problem) => ({ ...problem, path: keyOf(problem.path) }));
  const problems = [...own, ...found.filter(({ path }) => !own.some((problem) => problem.path === path))];
  if (problems.length > 0) throw new BadInput(subject, problems);
}

function problemsOf(check: () => void): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof BadInput) return error.problems;
    throw error;
  }
}
