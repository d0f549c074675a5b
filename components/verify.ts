import { chart, healthCheck, ports } from "./lls";

const kubectl = `kubectl --namespace ${chart.namespace}`;

/** The commands by which an operator sees, after `up`, that the proxy's pod runs and says it is healthy: the same on every cloud. */
export function proxyCommands(): string[] {
  const selector = Object.entries(chart.podLabels)
    .map((label) => label.join("="))
    .join(",");
  const pod = `$(${kubectl} get pods --selector ${selector} --output jsonpath='{.items[0].metadata.name}')`;
  const health = `/api/v1/namespaces/${chart.namespace}/pods/${pod}:${ports.api}/proxy${healthCheck.path}`;
  return [`${kubectl} get pods --selector ${selector} --output wide`, `kubectl get --raw "${health}"`];
}
