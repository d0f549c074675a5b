/** Host with a dot or a port, then lower-case path elements (OCI distribution specification, "Pulling manifests"). */
const registryShape =
  /^(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?|[A-Za-z0-9-]+:\d+)(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

/** What is wrong with a registry, given as host plus optional path prefix, or undefined. */
export function registryProblem(value: unknown): string | undefined {
  const wanted = "host and path prefix, such as 123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf";
  if (typeof value !== "string" || value === "") return `must be ${wanted}`;
  if (/\s/.test(value)) return `must not contain white space; write ${wanted}`;
  // What stands before an @ are credentials: they are not repeated.
  if (value.includes("@")) return `must not contain credentials; write ${wanted}`;
  if (value.includes("://")) return `must not have a scheme; write ${value.slice(value.indexOf("://") + 3)}`;
  if (value.endsWith("/")) return `must not end with a slash; write ${value.replace(/\/+$/, "")}`;
  const [, port] = /^[^/]*:(\d+)/.exec(value) ?? [];
  if (Number(port) > 65535) return `must have a port of 1-65535; write ${wanted}`;
  return registryShape.test(value) ? undefined : `must be ${wanted}: a host with a dot or a port, a path in lower case`;
}

/** Whether a registry is a private Amazon ECR registry, from which EKS nodes pull with their own identity. */
export function isEcrRegistry(registry: string): boolean {
  return /^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)(?:\/|$)/i.test(
    registry,
  );
}

/** Name of an Azure container registry, from which AKS nodes pull with the kubelet's identity; undefined for any other registry. */
export function acrName(registry: string): string | undefined {
  return /^([a-z0-9-]+)\.azurecr\.(?:io|cn|us)(?:\/|$)/i.exec(registry)?.[1];
}
