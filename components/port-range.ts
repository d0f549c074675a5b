import { map, type Check } from "./checks";
import { unknownKeyProblems } from "./known-keys";
import { portProblem } from "./port";
import { isAbsent, type Problems } from "./problems";

/** Checks a range of ports that may be absent: a map with `from` and `to`, both of which the check takes, in this order. */
export function portRangeProblems(
  problems: Problems,
  path: string,
  range: { from: number; to: number } | undefined | null,
  check: Check = portProblem,
): void {
  if (isAbsent(range) || !problems.required(path, range, map)) return;
  const { from, to } = range;
  const usable = [problems.required(`${path}.from`, from, check), problems.required(`${path}.to`, to, check)];
  if (!usable.includes(false) && from > to)
    problems.add(`${path}.to`, `must not be less than from, which is ${from}`, to);
  unknownKeyProblems(problems, path, range, { from: true, to: true });
}

/** What is wrong with a port or a range of ports as text, such as 30000-32767, or undefined. */
export const portTextProblem: Check = (value) => {
  const ends = typeof value === "string" && /^\d+(?:-\d+)?$/.test(value) ? value.split("-").map(Number) : [];
  const isRange = ends.length > 0 && ends.every((end) => portProblem(end) === undefined) && ends[0]! <= ends.at(-1)!;
  return isRange ? undefined : "must be a port, 1-65535, or a range of ports such as 30000-32767, as text";
};
