import { isMap } from "../components/checks";

/** What a text looks like. */
interface CredentialShape {
  /** For messages: "an NGC API key". */
  name: string;
  /** Finds every occurrence. */
  pattern: RegExp;
  /** True if what the pattern found is one; absent: it is. */
  confirms?: (found: string) => boolean;
}

const privateKey = "a private key";
const registryCredentials = "credentials of a registry";

/** Each shape has a mark of its own: text is never taken for a credential because it is long and random. */
const shapes: readonly CredentialShape[] = [
  // NGC user guide, "Generating NGC API Keys".
  { name: "an NGC API key", pattern: /\bnvapi-[\w-]{20,}/g },
  // IAM user guide, "IAM identifiers": AKIA is an access key, ASIA a temporary one.
  { name: "an AWS access key id", pattern: /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g },
  // RFC 7468, and the older names of OpenSSL and OpenSSH.
  {
    name: privateKey,
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?:[^-]*-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----)?/g,
  },
  // The same in base64, as kubeconfigs hold it.
  {
    name: privateKey,
    pattern: /LS0tLS1CRUdJTi[A-Za-z0-9+/]{8,}={0,2}/g,
    confirms: (found) => /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/.test(decoded(found)),
  },
  // RFC 7519: three parts in base64url, the first a JSON object that names an algorithm.
  {
    name: "a JSON Web Token",
    pattern: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{2,}\.[\w-]*/g,
    confirms: (found) => namesAlgorithm(found.slice(0, found.indexOf("."))),
  },
];

// Every shape has one of these: most texts need not be looked at any closer.
const marks = /nvapi-|A[KS]IA|PRIVATE KEY|LS0tLS1CRUdJTi|eyJ|"auths"/;
// Longer base64 than this is an archive.
const longestEncoded = 100_000;

/** What a text holds, also where it is base64 as a whole: "an NGC API key"; undefined: no credential. */
export function credentialIn(text: string): string | undefined {
  if (marks.test(text)) {
    const found = plainCredential(text);
    if (found !== undefined) return found;
  }
  const isEncoded = text.length >= 24 && text.length <= longestEncoded && /^[A-Za-z0-9+/]+={0,2}\s*$/.test(text);
  return isEncoded ? plainCredential(decoded(text)) : undefined;
}

/** Credentials of registries written as a map, as Docker writes them: `{ auths: { host: { auth } } }`. */
export function registryCredentialsIn(value: unknown): string | undefined {
  if (!isMap(value) || !isMap(value.auths)) return undefined;
  const secrets = ["auth", "password", "identitytoken", "registrytoken"];
  const holds = Object.values(value.auths).some(
    (entry) => isMap(entry) && secrets.some((key) => typeof entry[key] === "string" && entry[key] !== ""),
  );
  return holds ? registryCredentials : undefined;
}

/** The text with every credential in it replaced by `[credential]`. */
export function withoutCredentials(text: string): string {
  const plain = shapes.reduce(
    (rest, { pattern, confirms }) =>
      rest.replace(pattern, (found) => (confirms?.(found) === false ? found : "[credential]")),
    text.replace(/("(?:auth|password|identitytoken|registrytoken)"\s*:\s*)"[^"]*"/g, '$1"[credential]"'),
  );
  return plain.replace(/[A-Za-z0-9+/]{24,}={0,2}/g, (word) =>
    credentialIn(word) === undefined ? word : "[credential]",
  );
}

function plainCredential(text: string): string | undefined {
  const shape = shapes.find(({ pattern, confirms }) => text.match(pattern)?.some((found) => confirms?.(found) ?? true));
  return shape?.name ?? (text.includes('"auths"') ? registryCredentialsIn(parsed(text)) : undefined);
}

function decoded(base64: string): string {
  return Buffer.from(base64, "base64").toString("latin1");
}

function namesAlgorithm(header: string): boolean {
  const value = parsed(Buffer.from(header, "base64url").toString("utf8"));
  return isMap(value) && typeof value.alg === "string";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
