import * as z from "zod";
import { BadInput, type Problem } from "../../components/bad-input";
import { chartProblem, isLocalChart } from "../../components/chart-reference";
import { derivedValueProblems } from "../../components/chart-values";
import { chart, image, proxyNodeSelector, resources } from "../../components/lls";
import { Problems } from "../../components/problems";
import { ExternalTrafficPolicy, NamespaceOwner, ProxyRollout } from "../../components/streaming-proxy-args";
import { across, nodeLabels, port, quantity, shaped, text, wholeNumber } from "./values";

const size = z.strictObject({
  cpu: quantity("m", "5000m").prefault(resources.cpu).describe("CPU request and limit. A change restarts the proxy."),
  memory: quantity("[kMGT]|[KMGT]i", "24Gi")
    .prefault(resources.memory)
    .describe("Memory request and limit. A change restarts the proxy."),
});

const toleration = across(
  z.strictObject({
    key: z
      .string()
      .min(1, "must not be empty; leave it out for every key")
      .optional()
      .describe("Taint key. Absent: every key, with operator Exists."),
    operator: z.enum(["Equal", "Exists"]).optional().describe("Default Equal."),
    value: z.string().optional().describe("Taint value."),
    effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional().describe("Absent: every effect."),
  }),
  ({ key, operator, value }) => ({
    value: operator === "Exists" && value !== undefined && "must be absent with operator Exists",
    key: operator !== "Exists" && key === undefined && "is required unless operator is Exists",
  }),
);

const extraValues = z.record(z.string(), z.any()).superRefine((values, context) => {
  for (const { path, reason } of contradictions(values)) {
    context.addIssue({ code: "custom", path: path.split(".").slice(1), message: reason });
  }
});

/** The key `streamingProxy`: choices for the proxy that are the same on every cloud. */
export const streamingProxySchema = across(
  z.strictObject({
    chart: text(chartProblem)
      .optional()
      .describe(
        `oci://<registry>/${chart.name} or the path of a local .tgz. Default: the chart ${chart.name} below imageRegistry. A change restarts the proxy.`,
      ),
    chartVersion: shaped(/^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, `a full version such as ${chart.version}`)
      .optional()
      .meta({ default: chart.version })
      .describe("Chart version; not with a local .tgz, which carries its own. A change restarts the proxy."),
    imageTag: shaped(
      /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|sha256:[0-9a-f]{64})$/,
      "an image tag, or a digest sha256:<64 hex digits>",
    )
      .default(image.tag)
      .describe(`Tag or digest of the image ${image.name}. A change restarts the proxy.`),
    replicas: wholeNumber(1)
      .prefault(1)
      .describe("Number of pods; NVIDIA's guide knows one only. A change restarts the proxy with rollout recreate."),
    resources: size.prefault({}).describe("Size of the pod; requests equal limits."),
    nodeSelector: nodeLabels()
      .default({ ...proxyNodeSelector })
      .describe("Labels of the nodes that may run the proxy. A change restarts the proxy."),
    tolerations: z.array(toleration).optional().describe("Tolerations of the pod. A change restarts the proxy."),
    mediaPort: port()
      .optional()
      .describe("UDP container port behind NodePort 30504, if known; narrows the rules between nodes."),
    externalTrafficPolicy: z
      .enum(ExternalTrafficPolicy)
      .optional()
      .describe("What the chart sets on its NodePort services, if known. Absent: judged as Cluster."),
    rollout: z
      .enum(ProxyRollout)
      .default(ProxyRollout.Surge)
      .describe("surge needs a second node in the zone with room for the proxy; recreate has an outage instead."),
    namespace: z
      .enum(NamespaceOwner)
      .default(NamespaceOwner.Create)
      .describe(
        `Whether the namespace ${chart.namespace} is created and deleted with the installation, or exists. With existing, registryUsername and registryPassword need service account default to have no other pull secrets. A change from create to existing deletes the namespace and the proxy in it.`,
      ),
    extraValues: extraValues
      .optional()
      .describe("Further chart values, except those derived from other keys. A change restarts the proxy."),
  }),
  ({ chart, chartVersion }) => ({
    chartVersion:
      typeof chart === "string" &&
      isLocalChart(chart) &&
      chartVersion !== undefined &&
      "must be absent with a local .tgz, which carries its own version",
  }),
);

/** Chart values that follow from another key. */
function contradictions(values: Record<string, unknown>): Problem[] {
  const problems = new Problems();
  derivedValueProblems(problems, "extraValues", values);
  try {
    problems.throwIfAny("extraValues");
    return [];
  } catch (error) {
    if (error instanceof BadInput) return error.problems;
    throw error;
  }
}
