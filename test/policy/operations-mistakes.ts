import { add, change, set, type Edit } from "./edited-stack";
import type { Mistake } from "./mistake";

const release = "lls-proxy-release";
const values = (edit: (values: any) => void): Edit => change(release, (inputs) => edit(inputs.values));
/** The same program and config, as another stack. */
const inProduction: Edit = (graph) => {
  const urns = new RegExp(`urn:pulumi:${graph.stack}::`, "g");
  const renamed = JSON.stringify(graph).replace(urns, "urn:pulumi:eu-prod::");
  Object.assign(graph, JSON.parse(renamed), { stack: "eu-prod" });
};

const registry = "trusted-image-registry";
const resources = "proxy-resources";
const ownership = "no-managed-resource-group-ownership";

/** Mistakes that break or expose an installation on another day. */
export const operationsMistakes: Mistake[] = [
  {
    title: "the image is latest",
    stack: "dev",
    edits: [values(({ image }) => (image.tag = "latest"))],
    caughtBy: registry,
    says: ["lls-proxy-release", "tag of values.image is latest"],
  },
  {
    title: "the image comes from elsewhere",
    stack: "dev",
    edits: [values(({ image }) => (image.repository = "ghcr.io/example/streaming-proxy"))],
    caughtBy: registry,
    says: ["values.image", "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf"],
  },
  {
    title: "the chart has no version",
    stack: "dev",
    edits: [set(release, { version: undefined })],
    caughtBy: registry,
    says: ["version", "3.0.0"],
  },
  {
    title: "the chart comes from elsewhere",
    stack: "aks-dev",
    edits: [set(release, { chart: "oci://ghcr.io/example/gdn-streaming" })],
    caughtBy: registry,
    says: ["chart", "example.azurecr.io/nvcf"],
  },
  {
    title: "a sidecar comes from Docker Hub",
    stack: "aks-pools",
    edits: [values((all) => (all.metrics = { image: "exporter:1.2.3" }))],
    caughtBy: registry,
    says: ["values.metrics.image"],
  },
  {
    title: "the proxy requests less than it is limited to",
    stack: "dev",
    edits: [values((all) => (all.resources.requests = { cpu: "5000m", memory: "16Gi" }))],
    caughtBy: resources,
    says: ["resources.requests.memory is 16Gi", "24Gi", "differ"],
  },
  {
    title: "the proxy has too little CPU",
    stack: "aks-dev",
    edits: [
      values((all) => {
        for (const side of ["requests", "limits"]) all.resources[side] = { cpu: 4, memory: "24Gi" };
      }),
    ],
    caughtBy: resources,
    says: ["resources.limits.cpu is 4", "5000m"],
  },
  {
    title: "two proxies",
    stack: "dev",
    edits: [values((all) => (all.replicaCount = 2))],
    caughtBy: resources,
    says: ["replicaCount is 2"],
  },
  {
    title: "a transform takes the tags away",
    stack: "dev",
    edits: [set("lls-lb", { tags: { Name: "other" } })],
    caughtBy: "required-tags",
    says: ["lls-lb", "lls:cluster", "lls:stack"],
  },
  {
    title: "a transform takes the tags of the public IP away",
    stack: "aks-pools",
    edits: [set("lls-ip", { tags: {} })],
    caughtBy: "required-tags",
    says: ["lls-ip", "lls:provisioner"],
  },
  {
    title: "a load balancer in production that can be deleted",
    stack: "dev",
    edits: [inProduction, set("lls-lb", { enableDeletionProtection: false })],
    caughtBy: "deletion-protection",
    says: ["lls-lb", "eu-prod", "enableDeletionProtection"],
  },
  {
    title: "a public IP in production that can be deleted",
    stack: "aks-pools",
    edits: [inProduction],
    caughtBy: "deletion-protection",
    says: ["lls-ip", "eu-prod", "protect"],
  },
  {
    title: "a public IP in AKS's own resource group",
    stack: "aks-dev",
    edits: [
      add({
        ...{ type: "azure-native:network:PublicIPAddress", name: "edge" },
        inputs: { resourceGroupName: "MC_nvcf-aks-dev_nvcf-aks-dev_westeurope" },
      }),
    ],
    caughtBy: ownership,
    says: ["edge", "MC_nvcf-aks-dev_nvcf-aks-dev_westeurope"],
  },
  {
    title: "the scale set that AKS made is adopted",
    stack: "aks-pools",
    edits: [
      add({
        ...{ type: "azure-native:compute:VirtualMachineScaleSet", name: "nodes" },
        inputs: { resourceGroupName: "mc_nvcf-aks-pools_nvcf-aks-pools_westeurope" },
      }),
    ],
    caughtBy: ownership,
    says: ["nodes (azure-native:compute:VirtualMachineScaleSet)"],
  },
];
