import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import * as z from "zod";
import { BadInput } from "../components/bad-input";
import { secretPlaceholder } from "../graph/resource-graph";

/**
 * Checks that a kubeconfig leads to the cluster of the installation, so that no release goes to another one.
 * The kubeconfig is a secret: no part of it but the server's address is ever named. One that cannot be decrypted here
 * (`secretPlaceholder`) passes; `pulumi preview` reads and checks it.
 *
 * @param endpoints the API server by each of its names
 * @throws BadInput if it is no kubeconfig or its current context has another server than these
 */
export async function checkKubeconfig(
  subject: string,
  kubeconfig: pulumi.Output<string>,
  endpoints: readonly string[],
): Promise<void> {
  const text = await valueOf(kubeconfig);
  const reason = text === secretPlaceholder ? undefined : problemOf(text, endpoints);
  if (reason) throw new BadInput(subject, [{ path: "kubeconfig", reason }]);
}

/** Config values are known in every preview, so an Output of one always resolves. */
function valueOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => output.apply(resolve));
}

/** The parts of a kubeconfig that say where it leads. */
const kubeconfigSchema = z.object({
  "current-context": z.string(),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string() }) })),
  clusters: z.array(z.object({ name: z.string(), cluster: z.object({ server: z.url() }) })),
});

function problemOf(text: string, endpoints: readonly string[]): string | undefined {
  const server = serverOf(text);
  if (!server) return "is not a kubeconfig with a current context; give the content of the file, not its path";
  if (endpoints.some((endpoint) => server === addressOf(endpoint))) return undefined;
  return `leads to ${server}, but the cluster's endpoint is ${endpoints.join(" or ")}; give the kubeconfig of this cluster or none`;
}

function serverOf(text: string): string | undefined {
  const { data: config } = kubeconfigSchema.safeParse(yamlOf(text));
  const context = config?.contexts.find(({ name }) => name === config["current-context"])?.context;
  const cluster = config?.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  return cluster && addressOf(cluster.server);
}

/** The parser's own warnings would quote the text. */
function yamlOf(text: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch {
    return undefined;
  }
}

/** In one spelling, without the port that https implies, without user and password. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return (origin + pathname).replace(/\/+$/, "");
}
