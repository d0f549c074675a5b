import {
  clusterNameProblem as aksClusterNameProblem,
  locationProblem,
  resourceGroupProblem,
  zoneProblem as aksZoneProblem,
} from "../components/aks/azure-names";
import { networkSecurityGroupIdProblem } from "../components/aks/resource-id";
import { clusterNameProblem, regionOfZone, zoneProblem } from "../components/aws-names";
import { awsId, count, map, text } from "../components/checks";
import { unknownKeyProblems, type KeysOf } from "../components/known-keys";
import { portRangeProblems, portTextProblem } from "../components/port-range";
import { Problems } from "../components/problems";
import type { AssumedAksCluster } from "./assumed-aks-cluster";
import type { AssumedEksCluster } from "./assumed-eks-cluster";

const eksKeys: KeysOf<AssumedEksCluster> = {
  ...{ cluster: true, availabilityZone: true, region: true, account: true, subnetId: true },
  ...{ proxyNodeSecurityGroupIds: true, workerNodeSecurityGroupIds: true, number: true },
};
const aksKeys: KeysOf<AssumedAksCluster> = {
  ...{ cluster: true, resourceGroup: true, location: true, subscription: true, availabilityZone: true, pools: true },
  ...{ proxyNodeSelector: true, workerNodeSelector: true, subnetNetworkSecurityGroupIds: true },
  ...{ allowedHostPorts: true, openPorts: true, number: true },
};

/**
 * Checks what `assumedEksCluster` is given.
 * @throws BadInput with every problem
 */
export function checkAssumedEksCluster(args: AssumedEksCluster): void {
  const problems = new Problems();
  if (problems.required("args", args, map)) {
    problems.required("cluster", args.cluster, clusterNameProblem);
    const usable = problems.required("availabilityZone", args.availabilityZone, zoneProblem);
    const region = usable ? regionOfZone(args.availabilityZone) : undefined;
    problems.required("region", args.region, (value) =>
      typeof value === "string" && value === (region ?? value)
        ? undefined
        : `must be the region of the zone${region === undefined ? "" : `, ${region}`}`,
    );
    problems.optional("account", args.account, text);
    problems.optional("subnetId", args.subnetId, awsId("subnet-"));
    problems.optionalList("proxyNodeSecurityGroupIds", args.proxyNodeSecurityGroupIds, awsId("sg-"));
    problems.optionalList("workerNodeSecurityGroupIds", args.workerNodeSecurityGroupIds, awsId("sg-"));
    problems.optional("number", args.number, count);
    unknownKeyProblems(problems, "", args, eksKeys);
  }
  problems.throwIfAny("assumedEksCluster");
}

/**
 * Checks what `assumedAksCluster` is given.
 * @throws BadInput with every problem
 */
export function checkAssumedAksCluster(args: AssumedAksCluster): void {
  const problems = new Problems();
  if (problems.required("args", args, map)) {
    problems.required("cluster", args.cluster, aksClusterNameProblem);
    problems.required("resourceGroup", args.resourceGroup, resourceGroupProblem);
    problems.optional("location", args.location, locationProblem);
    problems.optional("subscription", args.subscription, text);
    problems.optional("availabilityZone", args.availabilityZone, aksZoneProblem);
    problems.optionalList("pools", args.pools, text, 1);
    problems.textMap("proxyNodeSelector", args.proxyNodeSelector);
    problems.textMap("workerNodeSelector", args.workerNodeSelector);
    const groups = args.subnetNetworkSecurityGroupIds;
    problems.optionalList("subnetNetworkSecurityGroupIds", groups, networkSecurityGroupIdProblem, 1);
    portRangeProblems(problems, "allowedHostPorts", args.allowedHostPorts);
    problems.optionalList("openPorts", args.openPorts, portTextProblem);
    problems.optional("number", args.number, count);
    unknownKeyProblems(problems, "", args, aksKeys);
  }
  problems.throwIfAny("assumedAksCluster");
}
