/** Values that look like credentials, of every shape, none of them real. Put together here, so that no scanner takes this file for a leak. */
export const credentials: Record<string, string> = {
  "NGC API key": `nvapi-${"Ab3_x-9Z".repeat(8)}`,
  "AWS access key": `AKIA${"IOSFODNN7EXAMPLE"}`,
  "temporary AWS access key": `ASIA${"2OSFODNN7EXAMPLE"}`,
  "JSON Web Token": [{ alg: "HS256", typ: "JWT" }, { sub: "example" }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat("c2lnbmF0dXJl")
    .join("."),
  "private key": pem("PRIVATE KEY"),
  "RSA private key": pem("RSA PRIVATE KEY"),
  "OpenSSH private key": pem("OPENSSH PRIVATE KEY"),
  "registry credentials": dockerConfig({ auth: Buffer.from("user:hunter2").toString("base64") }),
  "registry password": dockerConfig({ username: "user", password: "hunter2" }),
};

/** The same in the wrappings in which they are found. */
export const wrappings: Record<string, (credential: string) => string> = {
  plain: (credential) => credential,
  "in base64": (credential) => Buffer.from(credential).toString("base64"),
  "in a sentence": (credential) => `token=${credential} `,
};

/** Texts that look a little like credentials, and are none. */
export const harmless: Record<string, string> = {
  "an explanation": "an API key begins with nvapi-...",
  "the name of a variable": "NVAPI_KEY",
  "an access key's beginning": "AKIA",
  "an id that holds AKIA": "xAKIAIOSFODNN7EXAMPLEx",
  "a certificate": pem("CERTIFICATE"),
  "a certificate in base64": Buffer.from(pem("CERTIFICATE")).toString("base64"),
  "a public key": pem("PUBLIC KEY"),
  "three words with dots": "eyJust.some.words",
  "no credentials of a registry": JSON.stringify({ auths: { "example.com": {} } }),
  "a credential helper": JSON.stringify({ auths: {}, credHelpers: { "example.com": "ecr-login" } }),
  "an ARN": "arn:aws:iam::123456789012:role/AKIA",
  "an image digest": `sha256:${"0123456789abcdef".repeat(4)}`,
  "a long random text": "Zm9vYmFyYmF6cXV4".repeat(10),
};

function pem(label: string): string {
  return [`-----BEGIN ${label}-----`, "RVhBTVBMRQ==".repeat(3), `-----END ${label}-----`].join("\n");
}

function dockerConfig(entry: Record<string, string>): string {
  return JSON.stringify({ auths: { "registry.example.com": entry } });
}
