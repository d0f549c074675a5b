import type { DeploymentTime } from "../simulator/engine/deployment-time";

/** "The real clouds would take about 5 min 20 s: … ; one after the other 8 min." */
export function timeSentence({ seconds, chain, sum }: DeploymentTime): string {
  const waits = chain.map(({ type, name }) => `${type.slice(type.lastIndexOf(":") + 1)} ${name}`).join(" -> ");
  return `The real clouds would take about ${duration(seconds)} (longest chain: ${waits}); one resource after the other, ${duration(sum)}.`;
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return minutes === 0 ? `${rest} s` : `${minutes} min ${rest} s`;
}
