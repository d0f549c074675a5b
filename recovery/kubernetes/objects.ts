import { chart, publicService, pullSecretName, stackAnnotation } from "../../components/lls";
import { reading, together, type CloudObject, type CloudReading } from "../cloud-object";
import { kubernetesTypes } from "./kinds";

/** Runs `kubectl` on the cluster of the stack and answers what it prints; rejects with what it says if it fails. */
export type Kubectl = (args: string[]) => Promise<string>;

const { namespace } = chart;

const bindingResource = "targetgroupbindings.elbv2.k8s.aws";

/** What is asked of each object, never the content of a secret: a tab after each field, a line for each object. */
const fields = [
  "{.metadata.name}",
  `{.metadata.annotations['${stackAnnotation}']}`,
  "{.metadata.labels.status}",
  "{.metadata.labels.version}",
];
const columns = `jsonpath={range .items[*]}${fields.join('{"\\t"}')}{"\\n"}{end}`;

/** What is read of an object. */
interface Row {
  name: string;
  /** Whose it is. */
  stack: string;
  /** Of a revision that Helm keeps. */
  status: string;
  revision: number;
}

/** Reads what stands in the cluster under the names that the program gives. What may not be read is unread, the rest is read all the same. */
export async function readKubernetesObjects(kubectl: Kubectl): Promise<CloudReading> {
  const select = async (resource: string, ...selection: string[]): Promise<Row[]> =>
    rowsOf(await kubectl(["get", resource, ...selection, "--output", columns]));
  const one = async (resource: string, name: string, ...where: string[]): Promise<Row[]> => {
    const rows = await select(resource, "--field-selector", `metadata.name=${name}`, ...where);
    return rows.filter((row) => row.name === name); // an annotation with a line break is no object
  };
  const inNamespace = ["--namespace", namespace];
  return together(
    await Promise.all([
      reading("Namespaces", [kubernetesTypes.namespace], async () =>
        (await one("namespaces", namespace)).map((row) => objectOf(kubernetesTypes.namespace, row)),
      ),
      reading("Secrets", [kubernetesTypes.secret], async () =>
        (await one("secrets", pullSecretName, ...inNamespace)).map((row) =>
          objectOf(kubernetesTypes.secret, row, namespace),
        ),
      ),
      reading("Helm releases", [kubernetesTypes.release], async () =>
        // Helm 3 keeps each revision in a secret, with name, status and number as labels (helm: pkg/storage/driver/secrets.go).
        latestRevision(await select("secrets", "--selector", `owner=helm,name=${chart.release}`, ...inNamespace)),
      ),
      reading("Services", [kubernetesTypes.service], async () =>
        (await one("services", publicService.name, ...inNamespace)).map((row) =>
          objectOf(kubernetesTypes.service, row, namespace),
        ),
      ),
      reading("Target group bindings", [kubernetesTypes.binding], async () =>
        (await bindings(() => one(bindingResource, chart.release, ...inNamespace))).map((row) =>
          objectOf(kubernetesTypes.binding, row, namespace),
        ),
      ),
    ]),
  );
}

/** A cluster without the AWS Load Balancer Controller does not know the kind, and so has none. */
async function bindings(read: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await read();
  } catch (error) {
    if (/the server doesn't have a resource type/.test((error as Error).message)) return [];
    throw error;
  }
}

function rowsOf(printed: string): Row[] {
  const lines = printed.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [name = "", stack = "", status = "", revision = ""] = line.split("\t");
    return { name, stack, status, revision: Number(revision) };
  });
}

function objectOf(type: string, { name, stack }: Row, where?: string): CloudObject {
  const metadata = {
    name,
    ...(where !== undefined && { namespace: where }),
    annotations: { [stackAnnotation]: stack },
  };
  return { type, id: where === undefined ? name : `${where}/${name}`, properties: { metadata } };
}

function latestRevision(revisions: Row[]): CloudObject[] {
  const [latest] = revisions.sort((one, other) => other.revision - one.revision);
  if (latest === undefined) return [];
  const name = chart.release;
  const { status } = latest;
  return [{ type: kubernetesTypes.release, id: `${namespace}/${name}`, properties: { name, namespace }, status }];
}
