import { BadInput, type Problem } from "../../components/bad-input";
import { type EksCall, iamActions } from "./iam-actions";
import type { EksSources } from "./sources";

/**
 * Reads a fact. Where AWS refuses, the fact is undefined, which is judged as unknown, and a warning names the missing action.
 * Any other failure is passed on: an expired login must not look like an unknown fact.
 */
export async function readFact<T>(call: EksCall, sources: EksSources, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isDenied(error)) throw error;
    sources.warn(`${iamActions[call]} is denied: what it tells stays unknown. Allow it (docs/iam/eks-policy.json).`);
    return undefined;
  }
}

/**
 * Reads what an id follows from.
 * @param keys config keys that make the call unnecessary, or that are wrong if nothing is found
 * @throws BadInput if AWS refuses, or knows no such thing
 */
export async function readId<T>(call: EksCall, subject: string, keys: string[], read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = isDenied(error)
      ? `cannot be found out, because ${iamActions[call]} is denied; allow it (docs/iam/eks-policy.json), or give the value`
      : isNotFound(error)
        ? "is not known to AWS in this account and region; correct it, or the profile, role or region"
        : undefined;
    if (reason === undefined) throw error;
    throw new BadInput(
      subject,
      keys.map((path): Problem => ({ path, reason })),
    );
  }
}

// The SDK has the code in `name`; the provider has it somewhere in its message.
function isDenied(error: unknown): boolean {
  return /\b(UnauthorizedOperation|AccessDenied(Exception)?)\b/.test(codeAndMessage(error));
}

function isNotFound(error: unknown): boolean {
  return /\b(ResourceNotFoundException|couldn't find resource|empty result)\b/.test(codeAndMessage(error));
}

function codeAndMessage(error: unknown): string {
  return error instanceof Error ? `${error.name} ${error.message}` : String(error);
}
