import type { ImportedResource } from "./import-file";
import type { Command } from "../recovery/object-kind";

/** What becomes of an installation that was made by hand. */
export interface Adoption {
  /** What becomes resources of the program, in the order of creation. */
  taken: TakenOver[];
  /** What the stack file has to say first, so that nothing is replaced for its sake; by key, without the project's namespace. */
  keys: Record<string, Record<string, unknown>>;
  /** Commands that mark what is taken over as the stack's. */
  marks: Command[];
  /** What stays outside the program. */
  left: LeftBehind[];
}

/** A thing in the cloud that becomes a resource of the program. */
export interface TakenOver extends ImportedResource {
  /** What it is, for people. */
  title: string;
}

/** A thing in the cloud that does not. */
export interface LeftBehind {
  /** What it is, for people. */
  title: string;
  /** Why not, and how it could be, if it could. */
  why: string;
  /** Commands that delete it when the program has what replaces it; none: it stays. */
  remove: Command[];
}
