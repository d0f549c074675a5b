/** Two installations of one cloud, the second with ten times the rules. */
export interface Sizes<Installation> {
  title: string;
  judge: (installation: Installation) => unknown[];
  /** Number of rules and the installation that has them. */
  small: [rules: number, installation: Installation];
  large: [rules: number, installation: Installation];
  /** How much more a rule may cost in the large one. */
  allowedRatio: number;
  rounds: number;
}

/** Prints what a rule costs in both installations and answers whether the ratio is within its limit. */
export function compareCostPerRule<Installation>(sizes: Sizes<Installation>): boolean {
  const { title, judge, small, large, allowedRatio, rounds } = sizes;
  const measured = [small, large].map(([rules, installation], index) => ({
    rules,
    installation,
    index,
    times: [] as number[],
  }));
  for (let round = 0; round < rounds; round++) {
    // Turn by turn, so that both sizes meet the same machine; the small one often enough to be measurable.
    for (const { installation, index, times } of measured) {
      const repeats = index === 0 ? 10 : 1;
      const time = milliseconds(() => {
        for (let repeat = 0; repeat < repeats; repeat++) judge(installation);
      });
      if (round > 1) times.push(time / repeats);
    }
  }

  const perRule = measured.map(({ rules, times }) => (median(times) * 1000) / rules);
  const ratio = perRule[1]! / perRule[0]!;
  console.log(`${title}, ${judge(small[1]).length} and ${judge(large[1]).length} flows`);
  for (const { rules, times, index } of measured) {
    console.log(`  ${rules} rules: ${median(times).toFixed(1)} ms, ${perRule[index]!.toFixed(2)} µs per rule`);
  }
  console.log(`  per rule: ${ratio.toFixed(2)} x (allowed ${allowedRatio} x)`);
  return ratio <= allowedRatio;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Processor time, which other processes do not lengthen. */
function milliseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
