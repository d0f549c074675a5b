import type { ComponentSite } from "../component/site";

/** An argument that rules another one out, as the real component says. */
export interface Conflict {
  /** Property paths of the arguments that are not given together. */
  paths: string[];
  /** What to do. */
  remedy: string;
}

/**
 * Makes sure that a component is asked only for what it can do and what is modelled of it.
 * @param unmodelled arguments that the real component has and this one has not
 * @param conflicts arguments of which at most one may be given
 * @throws Error with every problem
 */
export function checkArguments(site: ComponentSite, unmodelled: string[], conflicts: Conflict[] = []): void {
  const isGiven = (path: string): boolean =>
    site.input(...(path.split(".") as [string])).isGiven && site.input(...(path.split(".") as [string])).wire !== false;
  const problems = [
    ...unmodelled.filter(isGiven).map((path) => `${path}: the simulator does not model it; leave it out`),
    ...conflicts
      .map(({ paths, remedy }) => ({ given: paths.filter(isGiven), remedy }))
      .filter(({ given }) => given.length > 1)
      .map(({ given, remedy }) => `${given.join(", ")}: are mutually exclusive; ${remedy}`),
  ];
  refuse(site, problems);
}

/**
 * Ends the construction with problems of its arguments.
 * @throws Error if there are any
 */
export function refuse({ urn }: ComponentSite, problems: string[]): void {
  if (problems.length > 0) throw new Error(`${urn}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
}
