/** The release that is downloaded where no CLI is found; any newer one on PATH will do as well. */
export const downloadedVersion = "3.221.0";

/** The version that is built: newer ones are not on every Go module proxy. It must match go/go.mod. */
export const builtVersion = "3.230.0";

/** SHA-256 of the official archives of `downloadedVersion`, by `<platform>-<architecture>` as the release names them (nixpkgs, pulumi-bin). */
export const archiveSums: Readonly<Record<string, string>> = {
  "linux-x64": "fe736f91b4153f94f859870e34dda01e648552c25f702c8a42282acf3a5db9ad",
  "linux-arm64": "baaf077a8b851da4fd1f6434860b56fec43f877709fe5a22ed3bbd335af57a37",
  "darwin-x64": "6c275ff21c2a2790dc4ac9536be745f0fa65b9eab32e5dc896d1e4cd79fafb6b",
  "darwin-arm64": "4d3024f24131440cacc9d04cf9a19dc673c821216fe5fec848d1ce5af0c06092",
};
