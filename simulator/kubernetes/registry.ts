import { isEcrRegistry } from "../../components/registry";

/** A container registry as it is now. What it admits changes with time, because tokens expire; so it is no part of a seed. */
export interface SimulatedRegistry {
  /** Host, with its port if it has one. */
  host: string;
  /** Who may pull now. */
  logins: RegistryLogin[];
  /** Nodes pull with an identity of their own, as from ECR and ACR. Default false. */
  nodesMayPull?: boolean;
}

/** User and password, or token. */
export interface RegistryLogin {
  username: string;
  password: string;
}

/** Where something lies in a registry. */
export interface Artifact {
  host: string;
  /** Path on the host. */
  path: string;
  /** Tag or digest. */
  reference: string;
}

/**
 * What Helm's client says of a pull, measured with Helm 3.20 against registries that answer so: Amazon ECR to a token of yesterday
 * (flipt-io/flipt#3043), any other one to credentials that it does not know (OCI distribution specification, "Error codes").
 * @param configurations Docker configurations with logins, of which one has to do
 * @returns undefined if the registry admits one of them
 */
export function pullRefusal(
  registry: SimulatedRegistry,
  { host, path, reference }: Artifact,
  configurations: string[],
): string | undefined {
  const given = configurations.flatMap((configuration) => loginOf(configuration, host) ?? []);
  const isKnown = ({ username, password }: RegistryLogin): boolean =>
    registry.logins.some((login) => login.username === username && login.password === password);
  if (given.some(isKnown)) return undefined;
  const request = `GET "https://${host}/v2/${path}/manifests/${reference}"`;
  if (given.length === 0) return `${request}: basic credential not found`;
  return isEcrRegistry(host)
    ? `${request}: response status code 403: denied: Your authorization token has expired. Reauthenticate and try again.`
    : `${request}: response status code 401: unauthorized: authentication required`;
}

/** The login for a host in a Docker configuration, which `helm registry login`, `docker login` and pull secrets write alike. */
function loginOf(configuration: string, host: string): RegistryLogin | undefined {
  const { auths = {} } = JSON.parse(configuration) as {
    auths?: Record<string, Partial<RegistryLogin> & { auth?: string }>;
  };
  const { auth, username, password } = auths[host] ?? {};
  if (auth === undefined) return username === undefined ? undefined : { username, password: password ?? "" };
  const [, user, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(auth, "base64").toString()) ?? [];
  return user === undefined ? undefined : { username: user, password: secret! };
}
