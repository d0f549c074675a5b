import { BadInput, type Problem } from "../components/bad-input";

/** How a cloud refuses calls, and how to speak of it. */
export interface CloudRefusals<Call extends string> {
  /** Name of the cloud, for messages. */
  cloud: string;
  /** The permission that each call needs. */
  permissions: Record<Call, string>;
  /** File that lists them all. */
  document: string;
  /** Found in the code or message of an error: the permission is missing. */
  denied: RegExp;
  /** Found there: no such thing exists. */
  unknown: RegExp;
  /** What may be wrong besides the name, if no such thing exists. */
  elsewhere: string;
  /** Found there: nobody is logged in any more; and what to do. Absent: such an error is passed on as it is. */
  loggedOut?: { pattern: RegExp; problem: Problem };
}

/** Ways to read from a cloud, by what a refusal means. */
export interface RefusableReads<Call extends string> {
  /**
   * Reads a fact. Where the cloud refuses, the fact is undefined, which is judged as unknown, and a warning names the
   * missing permission. Any other failure is passed on: an expired login must not look like an unknown fact.
   * @throws BadInput if the login has expired, where the cloud says so
   */
  readFact: <T>(call: Call, sources: Warnings, read: () => Promise<T>) => Promise<T | undefined>;
  /**
   * Reads what an id follows from.
   * @param keys config keys that make the call unnecessary, or that are wrong if nothing is found
   * @param instead what to do with those keys where the call cannot be allowed
   * @throws BadInput if the cloud refuses, or knows no such thing, or the login has expired
   */
  readId: <T>(call: Call, subject: string, keys: string[], read: () => Promise<T>, instead?: string) => Promise<T>;
  /**
   * Reads what the config names.
   * @param keys config keys that name it, the one that names the thing itself first
   * @throws BadInput as `readId`
   */
  readGiven: <T>(call: Call, subject: string, keys: string[], read: () => Promise<T>) => Promise<T>;
}

export interface Warnings {
  warn: (message: string) => void;
}

/** The ways to read from a cloud that refuses in the given manner. */
export function refusableReads<Call extends string>(cloud: CloudRefusals<Call>): RefusableReads<Call> {
  const { permissions, document, loggedOut } = cloud;
  const passOn = (error: unknown): unknown =>
    loggedOut?.pattern.test(codeAndMessage(error)) ? new BadInput(cloud.cloud, [loggedOut.problem]) : error;
  const orBadInput = async <T>(
    subject: string,
    keys: string[],
    denied: { keys: string[]; reason: string },
    read: () => Promise<T>,
  ): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      const said = codeAndMessage(error);
      const unknown = { keys, reason: `is not known to ${cloud.cloud} ${cloud.elsewhere}` };
      const refusal = cloud.denied.test(said) ? denied : cloud.unknown.test(said) ? unknown : undefined;
      if (refusal === undefined) throw passOn(error);
      throw new BadInput(
        subject,
        refusal.keys.map((path): Problem => ({ path, reason: refusal.reason })),
      );
    }
  };
  return {
    async readFact(call, sources, read) {
      try {
        return await read();
      } catch (error) {
        if (!cloud.denied.test(codeAndMessage(error))) throw passOn(error);
        sources.warn(`${permissions[call]} is denied: what it tells stays unknown. Allow it (${document}).`);
        return undefined;
      }
    },
    async readId(call, subject, keys, read, instead = "give the value") {
      const denied = `cannot be found out, because ${permissions[call]} is denied; allow it (${document}), or ${instead}`;
      return orBadInput(subject, keys, { keys, reason: denied }, read);
    },
    async readGiven(call, subject, keys, read) {
      const denied = `cannot be read, because ${permissions[call]} is denied; allow it (${document})`;
      return orBadInput(subject, keys, { keys: keys.slice(0, 1), reason: denied }, read);
    },
  };
}

// SDKs have the code in `name`; a provider has it somewhere in its message.
function codeAndMessage(error: unknown): string {
  return error instanceof Error ? `${error.name} ${error.message}` : String(error);
}
