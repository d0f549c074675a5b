/** Mark by which Pulumi's SDK tells secrets, assets and the like from plain maps (pulumi/pulumi, sdk/proto). */
const signature = "4dabf18193072939515e22adb298388d";

/** What is wrong with a key of a free map, or undefined: some names mean something to JavaScript or to Pulumi wherever they stand. */
export function reservedKeyProblem(key: string): string | undefined {
  return key in Object.prototype || key === signature
    ? "is a reserved name of JavaScript or Pulumi; choose another key"
    : undefined;
}
