import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { fromStackReference, lls } from "../../exports/eks";

const config = new pulumi.Config();

// Typed, and checked when it is read: an installation of another version is one error that says what to do.
const installation = fromStackReference(new pulumi.StackReference(config.require("installation")));

const provider = new Provider("kubernetes", { kubeconfig: config.requireSecret("kubeconfig") });
const labels = { app: "streaming-function" };

const endpoint = new ConfigMap(
  "endpoint",
  {
    data: {
      STREAMING_HOST: installation.endpointHost,
      STREAMING_PORT: installation.endpointPort.apply(String),
      STREAMING_CHART_VERSION: installation.chartVersion,
    },
  },
  { provider },
);

const deployment = new Deployment(
  "function",
  {
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: lls.workerNodeSelector,
          containers: [
            {
              name: "function",
              image: config.require("image"),
              envFrom: [{ configMapRef: { name: endpoint.metadata.name } }],
              resources: { limits: { "nvidia.com/gpu": "1" } },
            },
          ],
        },
      },
    },
  },
  { provider },
);

export const cluster = installation.cluster;
export const streamsTo = pulumi.interpolate`${installation.endpointHost}:${installation.endpointPort}`;
export const deploymentName = deployment.metadata.name;
