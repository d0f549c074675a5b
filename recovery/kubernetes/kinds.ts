import { stackAnnotation } from "../../components/lls";
import type { CloudObject } from "../cloud-object";
import type { Command, ObjectKind, Owner, Place } from "../object-kind";

/** Tokens of the types, for those who read them. */
export const kubernetesTypes = {
  namespace: "kubernetes:core/v1:Namespace",
  secret: "kubernetes:core/v1:Secret",
  release: "kubernetes:helm.sh/v3:Release",
  service: "kubernetes:core/v1:Service",
  binding: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
} as const;

/** An object. */
interface Named {
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
}

const isAnnotated = ({ properties }: CloudObject<Named>, { owner }: Owner): boolean =>
  properties.metadata.annotations?.[stackAnnotation] === owner;

/** The current context of an operator may be another cluster's, where the same names stand: with the server given, it is refused there. */
const kubectl = ({ server }: Place, ...words: string[]): Command => [
  ...["kubectl", ...words],
  ...(server === undefined ? [] : ["--server", server]),
];

/** `pulumi import` takes its name. */
const namespace: ObjectKind<Named> = {
  type: kubernetesTypes.namespace,
  title: "namespace",
  isMarked: isAnnotated,
  identity: ({ metadata }) => [metadata.name],
  isNamed: true,
  uses: () => [],
  remove: ({ id }, place) => [kubectl(place, "delete", "namespace", id)],
};

/** An object in a namespace; `pulumi import` takes `<namespace>/<name>`. */
function objectIn(type: string, title: string, resource: string): ObjectKind<Named> {
  return {
    type,
    title,
    isMarked: isAnnotated,
    identity: ({ metadata }) => [metadata.namespace, metadata.name],
    isNamed: true,
    uses: ({ metadata }) => (metadata.namespace === undefined ? [] : [metadata.namespace]),
    remove: ({ properties: { metadata } }, place) => [
      kubectl(
        place,
        ...["delete", resource, metadata.name],
        ...(metadata.namespace === undefined ? [] : ["--namespace", metadata.namespace]),
      ),
    ],
  };
}

interface Release {
  name: string;
  namespace: string;
}

function helm(command: string, { name, namespace }: Release, { server }: Place): Command {
  return [
    ...["helm", command, name, "--namespace", namespace, "--wait"],
    ...(server === undefined ? [] : ["--kube-apiserver", server]),
  ];
}

/**
 * The Helm release; `pulumi import` takes `<namespace>/<name>`. It has no annotations: in a namespace of ours it is ours, and in
 * another one it is if its creation is under way, because Helm refuses one where there is a release of that name.
 */
const release: ObjectKind<Release> = {
  type: kubernetesTypes.release,
  title: "Helm release",
  isMarked: ({ properties, type }, { isOurs, isPending }) => isOurs(properties.namespace) || isPending(type),
  identity: ({ namespace, name }) => [namespace, name],
  isNamed: true,
  uses: ({ namespace }) => [namespace],
  // Helm upgrades no other: "another operation is in progress", "has no deployed releases".
  flaw: ({ status = "deployed" }) => (status === "deployed" ? undefined : `to Helm it is ${status}`),
  remove: ({ properties }, place) => [helm("uninstall", properties, place)],
  mend({ properties, status = "" }, place) {
    if (status === "pending-install") return [helm("uninstall", properties, place)];
    // Back to the revision before, as no revision is given.
    return /^pending-(upgrade|rollback)$/.test(status) ? [helm("rollback", properties, place)] : [];
  },
};

/** What the program makes in Kubernetes, in the order of creation. */
export const kubernetesKinds: ObjectKind[] = [
  namespace,
  objectIn(kubernetesTypes.secret, "secret", "secret"),
  release,
  objectIn(kubernetesTypes.service, "Service", "service"),
  objectIn(kubernetesTypes.binding, "target group binding", "targetgroupbindings.elbv2.k8s.aws"),
];
