import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Ratio } from "./limits";
import { median } from "./measure";

// The benchmarks run without flags of Node.js.
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** A subject and one that is ten times as large. */
export interface Growth<Subject> {
  name: string;
  judge: (subject: Subject) => unknown;
  small: Subject;
  large: Subject;
}

/** How many times as much the large one costs: twelve times is allowed, for what grows a little faster than its subject, as sorting does. */
export function growth<Subject>({ name, judge, small, large }: Growth<Subject>, rounds: number): Ratio {
  const times: Record<"small" | "large", number[]> = { small: [], large: [] };
  for (let round = 0; round <= rounds; round++) {
    // Turn by turn, so that both sizes meet the same machine; the small one often enough to be measurable.
    const base = processorSeconds(() => judge(small), 10);
    const value = processorSeconds(() => judge(large), 1);
    // The first round compiles.
    if (round === 0) continue;
    times.small.push(base);
    times.large.push(value);
  }
  return {
    ...{ name: `${name}, CPU`, value: median(times.large), base: median(times.small) },
    ...{ unit: "s", limit: 12 },
  };
}

/** Processor time, which other processes do not lengthen, of one run among so many. */
function processorSeconds(run: () => unknown, times: number): number {
  collectGarbage(); // that of others is not ours to pay
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / times;
}
