import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { BadInput } from "../components/bad-input";

/**
 * Checks that a kubeconfig leads to the cluster of the installation, so that no release goes to another one.
 * The kubeconfig is a secret: no part of it but the server's address is ever named.
 *
 * @throws BadInput if it is no kubeconfig or its current context has another server than `endpoint`
 */
export async function checkKubeconfig(
  subject: string,
  kubeconfig: pulumi.Output<string>,
  endpoint: string,
): Promise<void> {
  const reason = problemOf(await valueOf(kubeconfig), endpoint);
  if (reason) throw new BadInput(subject, [{ path: "kubeconfig", reason }]);
}

/** Config values are known in every preview, so an Output of one always resolves. */
function valueOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => output.apply(resolve));
}

/** The parts of a kubeconfig that say where it leads. */
interface Kubeconfig {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string } }[];
  clusters?: { name: string; cluster: { server?: string } }[];
}

function problemOf(text: string, endpoint: string): string | undefined {
  const config = parsed(text);
  const context = config?.contexts?.find(({ name }) => name === config["current-context"]);
  const server = config?.clusters?.find(({ name }) => name === context?.context.cluster)?.cluster.server;
  if (!server) return "is not a kubeconfig with a current context; give the content of the file, not its path";
  if (sameServer(server, endpoint)) return undefined;
  return `leads to ${server}, but the cluster's endpoint is ${endpoint}; give the kubeconfig of this cluster or none`;
}

function parsed(text: string): Kubeconfig | undefined {
  try {
    const value: unknown = parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function sameServer(one: string, other: string): boolean {
  const normal = (url: string): string => url.toLowerCase().replace(/(:443)?\/*$/, "");
  return normal(one) === normal(other);
}
