import type * as pulumi from "@pulumi/pulumi";
import { map, text, type Check } from "../components/checks";
import { isAbsent, isPlain, type Problems } from "../components/problems";
import { providerOf } from "../components/providers";

/** What answers the calls of a cloud in tests. It may be an instance of a class, so that no more can be said of it. */
export const readerProblem: Check = (value) =>
  typeof value === "object" && isPlain(value) && !Array.isArray(value)
    ? undefined
    : "must be an object that answers the calls";

/** The check of an explicit provider. A default one is none: ids and facts would be those of wherever the machine leads to. */
export function providerProblem(pkg: string, leadingTo: string): Check {
  const wanted = `must be a provider of ${pkg} that leads to ${leadingTo}; the default one leads to wherever this machine does`;
  return (value) => (providerOf(pkg, { provider: value as pulumi.ProviderResource }) ? undefined : wanted);
}

/** Checks a facts file as it is handed over. */
export function factsTextProblems(problems: Problems, content: unknown, file: unknown): void {
  problems.required("text", content, factsText);
  problems.required("file", file, text);
}

const factsText: Check = (value) =>
  typeof value === "string" ? undefined : 'must be the content of a facts file as text: readFileSync(file, "utf8")';

/** Checks a map that may be absent. Returns it, or an empty one where there is none to look into. */
export function mapOf(problems: Problems, path: string, value: unknown): Record<string, unknown> {
  return !isAbsent(value) && problems.required(path, value, map) ? (value as Record<string, unknown>) : {};
}
