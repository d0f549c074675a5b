import { NoSuchCloud } from "../simulator/cloud-error";
import { isError } from "../simulator/is-error";
import { NotSimulated } from "../simulator/not-simulated";
import { reworded } from "./labels";

/** Says what a test does about an error, where the error does not. */
export function withRemedy(error: unknown, project: string): unknown {
  if (!isError(error)) return error;
  const remedy = remedyOf(error, project);
  return remedy === undefined ? error : reworded(error, `${error.message}; ${remedy}`);
}

function remedyOf(error: Error, project: string): string | undefined {
  if (error instanceof NotSimulated) return answerFor(error);
  if (error instanceof NoSuchCloud) {
    const [cloud, seed] = error.message.includes("no AWS")
      ? ["EKS", "assumedEksCluster"]
      : ["AKS", "assumedAksCluster"];
    return `give testStack an ${cloud} cluster as \`cloud\`, such as ${seed}({ … })`;
  }
  const [, key, secret] =
    /^Missing required configuration variable '([^']+)'[^]*config set( --secret)?/.exec(error.message) ?? [];
  if (key === undefined) return undefined;
  const short = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
  return `in a test give it as ${secret ? "secrets" : "config"}: { "${short}": … }`;
}

function answerFor({ kind, token }: NotSimulated): string {
  switch (kind) {
    case "resource type":
    case "component":
      return `if the media path does not depend on it, answer it yourself: mocks: { newResource: ({ type, name, inputs }) => type === "${token}" ? { id: name, state: inputs } : undefined }`;
    case "existing resource":
      return `answer it yourself: mocks: { newResource: ({ type, id }) => type === "${token}" ? { id, state: { … } } : undefined }`;
    case "function":
    case "method":
      return `answer it yourself: mocks: { call: ({ token, inputs }) => token === "${token}" ? { … } : undefined }`;
    case "filter":
      return "answer the function yourself: mocks: { call: ({ token, inputs }) => … }";
  }
}
