/**
 * Keys of a stack file whose change reaches the Helm release: it restarts the proxy's pod, which ends all sessions.
 * With `rollout: recreate` the release makes way first, so that a change of `streamingProxy.replicas` restarts it as well.
 */
export const restartingKeys = [
  "availabilityZone",
  "endpointHost",
  "imageRegistry",
  "port",
  "streamingProxy.chart",
  "streamingProxy.chartVersion",
  "streamingProxy.extraValues",
  "streamingProxy.imageTag",
  "streamingProxy.nodeSelector",
  "streamingProxy.resources",
  "streamingProxy.tolerations",
];
