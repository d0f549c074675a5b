import type { ProxyOptions } from "../components/streaming-proxy-args";
import type { StackConfig } from "./config";

/** The choices of the proxy, as the components take them. */
export function proxyOptions({ streamingProxy }: StackConfig): ProxyOptions {
  const { resources, ...options } = streamingProxy;
  return { ...options, cpu: resources.cpu, memory: resources.memory };
}
